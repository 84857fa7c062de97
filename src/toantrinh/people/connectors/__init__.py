"""What the room can exchange for something else: the electronic identity."""
