"""What a scanned or typed string may be. Nothing is opened, looked up or changed here.

result          what a scan is told to be: kinds, candidates, the result
addresses       our own addresses, other addresses, label codes
gs1_data        Digital Link URIs and element strings
envelopes       ISO 15434 messages with data identifiers
numbers         IMEI, EID, GTIN and GLN
makers          the forms of Dell, Lenovo, HP and Apple
serials         asset tags, and what could be a serial number
look_alikes     characters that people confuse
near_misses     what one misread character could explain
classifier      the order in which all of them are asked
"""

from dpp.domain.scanning.classifier import classify
from dpp.domain.scanning.near_misses import near_misses, near_spellings
from dpp.domain.scanning.result import Candidate, ScanKind, ScanResult, device_imei

__all__ = ["Candidate", "ScanKind", "ScanResult", "classify", "device_imei", "near_misses", "near_spellings"]
