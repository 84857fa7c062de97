"""What the room can exchange for something else: the banks and gateways through which people pay."""
