"""Toàn Trình: serve people end to end, connect agencies, steer by figures that prove themselves."""
