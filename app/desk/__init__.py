"""Who is logged in, what is shown, what is listed: pure state of the station."""
