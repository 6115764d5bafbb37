"""The link types that GS1 has ratified.

Source: GS1 Web Vocabulary 1.16, https://ref.gs1.org/voc/data/linktypes.
"""

_NAMES = """
activityIdeas allergenInfo appDownload backgroundInfo brandHomepageClinical brandHomepagePatient careersInfo
certificationInfo consumerHandlingStorageInfo defaultLink defaultLinkMulti dpp eifu epcis epil eventsInfo faqs
handledBy hasRetailers homepage ingredientsInfo instructions jws leaveReview locationInfo logisticsInfo
loyaltyProgram masterData menuInfo nutritionalInfo openingHoursInfo paymentLink pip promotion
purchaseSuppliesOrAccessories quickStartGuide recallStatus recipeInfo registerProduct registryEntry
relatedImage relatedVideo reportFound review safetyInfo scheduleTime serviceInfo smartLabel smpc socialMedia
statisticInfo subscribe support sustainabilityInfo traceability tutorial userAgreement verificationService
whatsInTheBox
"""
RATIFIED = frozenset(_NAMES.split())
