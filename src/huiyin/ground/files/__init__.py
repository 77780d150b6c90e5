"""Files from strangers: pictures, voice notes and the walls around the programs that read them.

The package itself imports nothing, because the confined child imports it too and must stay small.

* `images.clean_image` re-encodes a photo so that only its pixels remain.
* `audio.clean_audio` accepts a voice note and blanks what it says about its maker.
* `headers.file_headers` is how any stored file is served.
* `scanning.scan` asks a malware scanner, when one is configured.
* `sandbox.Sandbox` runs a job on hostile bytes in a child that can neither open files nor sockets.
"""
