"""Who asks for devices: what is asked, whether a device fits it, and what became of it.

specification   the least that a device must be, and why one is refused
offered         what is known of a device that can be given
request         a request with its life
cancelled       the purchase that a request made superfluous
"""
