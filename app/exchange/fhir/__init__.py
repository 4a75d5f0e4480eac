"""One sealed sheet as HL7 FHIR R4 resources, for software that reads neither CDA nor PDF."""
