from tests.records.conftest import _empty_station, _full_station, folder, full_folder

__all__ = ["_empty_station", "_full_station", "folder", "full_folder"]
