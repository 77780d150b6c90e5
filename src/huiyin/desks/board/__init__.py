"""The desk of those who keep the notice board: write, put up, print, forward, take down."""
