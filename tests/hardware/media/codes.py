"""The INS code of an invented person, for the cameras of the tests."""

from datetime import date

from hardware.codecs.ins_datamatrix import InsFields, encode_ins

PAYLOAD = encode_ins(
    InsFields("2" * 15, "1.2.250.1.213.1.4.10", ("ALIX",), "TEST-OSYS", "F", date(1975, 5, 14))
)
