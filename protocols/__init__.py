"""The decision protocols: data, engine, interview."""
