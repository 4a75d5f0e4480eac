"""The vectors of every norm: bytes on air, and what they must say."""

import csv
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest

from hardware.codecs import (
    cms50,
    glucose,
    heart_rate,
    ieee11073,
    ins_datamatrix,
    nonin,
    pulse_oximeter,
)
from hardware.codecs.characteristics import decode
from hardware.codecs.measured import Measured
from hardware.readings import DecodeError, OutOfRange, check_bounds

VECTORS = Path(__file__).parent.parent / "data" / "vectors.csv"


def _rows():
    with VECTORS.open(newline="") as lines:
        return list(csv.DictReader(lines))


def _said(measured: Measured) -> dict[str, str]:
    found = {one.name: str(one.value) for one in measured.values}
    said = {
        "values": " ".join(found),
        "time": str(measured.device_time or ""),
        "user": "" if measured.user_index is None else str(measured.user_index),
        "quality": " ".join(sorted(measured.quality)),
        "sequence": "" if measured.sequence is None else str(measured.sequence),
        "resolution": str(measured.values[0].resolution) if measured.values else "",
    }
    for name in ("mean_arterial", "pulse", "perfusion"):
        said.setdefault(name, "")
    try:
        check_bounds(measured.values)
    except OutOfRange as refused:
        said["refused"] = refused.quantity
    return said | found


def _pair(pair) -> str:
    return "" if pair is None else f"{pair[0]}/{pair[1]}"


def _more(codec: str, data: bytes) -> dict[str, str]:
    """Fields that the common result does not carry."""
    if codec == "2a5f":
        fields = pulse_oximeter.decode_continuous(data)
        return {"fast": _pair(fields.fast), "slow": _pair(fields.slow)}
    if codec == "2a37":
        return {"seconds": " ".join(str(one) for one in heart_rate.decode_heart_rate(data).seconds)}
    if codec == "2a18":
        sample = glucose.decode_glucose(data)
        return {"sample": str(sample.sample), "location": str(sample.location)}
    return {}


def _decoded(codec: str, data: bytes) -> dict[str, str]:
    match codec:
        case "sfloat" | "float":
            read = ieee11073.decode_sfloat if codec == "sfloat" else ieee11073.decode_float
            number = read(data)
            return {"value": f"{number:f}" if isinstance(number, Decimal) else str(number)}
        case "cms50_v7":
            fields = {name: str(value) for name, value in asdict(cms50.decode_v7(data)).items()}
            return fields | _said(cms50.measure_v7(data))
        case "cms50_command":
            return {"name": next(n for n, v in vars(cms50).items() if v == data)}
        case "nonin":
            return {"battery": str(nonin.decode_nonin(data).battery)} | _said(
                nonin.measure_nonin(data)
            )
        case "ins":
            fields = asdict(ins_datamatrix.parse_ins(data.decode("ascii")))
            return {n: " ".join(v) if n == "givens" else str(v) for n, v in fields.items()}
        case _:
            return _said(decode(codec, data)) | _more(codec, data)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"vector-{row['number']}-{row['codec']}")
def test_vector_says_what_the_norm_says(row):
    data = bytes.fromhex(row["bytes"])
    if row["expected"] == "DecodeError":
        with pytest.raises(DecodeError):
            decode(row["codec"], data)
        return
    said = _decoded(row["codec"], data)
    wanted = dict(pair.split("=", 1) for pair in row["expected"].split(";"))
    assert {name: said.get(name) for name in wanted} == wanted


def test_the_fifty_three_vectors_are_all_there():
    assert {int(row["number"].rstrip("abcde")) for row in _rows()} == set(range(1, 54))
