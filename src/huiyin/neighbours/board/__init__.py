"""The notice board: written once; read behind every printed code, on paper, as a message to forward."""
