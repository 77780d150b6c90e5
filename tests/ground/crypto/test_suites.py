"""The suites against published vectors."""

import pytest
from cryptography.exceptions import InvalidTag

from huiyin.ground.crypto.suites import SUITES, CryptoError, Sm4Gcm, hmac_sha256, hmac_sm3, suite

# RFC 8998 appendix A.1
SM4_KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
SM4_NONCE = bytes.fromhex("00001234567800000000ABCD")
SM4_AAD = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
SM4_PLAIN = bytes.fromhex(
    "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
    "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
)
SM4_SEALED = bytes.fromhex(
    "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
    "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    "83DE3541E4C2B58177E065A9BF7B62EC"
)


def test_sm4_gcm_as_in_rfc_8998() -> None:
    cipher = Sm4Gcm(SM4_KEY)
    assert cipher.encrypt(SM4_NONCE, SM4_PLAIN, SM4_AAD) == SM4_SEALED
    assert cipher.decrypt(SM4_NONCE, SM4_SEALED, SM4_AAD) == SM4_PLAIN


def test_aes_256_gcm_as_in_the_gcm_specification() -> None:
    # McGrew and Viega, The Galois/Counter Mode of Operation, test case 14.
    sealed = SUITES["aes"].aead(bytes(32)).encrypt(bytes(12), bytes(16), b"")
    assert sealed.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


def test_hmac_sha256_as_in_rfc_4231() -> None:
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == expected


def test_hmac_sm3_against_its_definition() -> None:
    hashes = pytest.importorskip("cryptography.hazmat.primitives.hashes")

    def sm3(data: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return bytes(digest.finalize())

    # GB/T 32905 appendix A.1
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    key = b"key".ljust(64, b"\x00")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + b"message")
    assert hmac_sm3(b"key", b"message") == sm3(bytes(byte ^ 0x5C for byte in key) + inner)


@pytest.mark.parametrize("data", [b"", b"short", SM4_SEALED[:-1], SM4_SEALED[:-1] + b"\x00"])
def test_sm4_refuses_what_was_cut_or_altered(data: bytes) -> None:
    with pytest.raises(InvalidTag):
        Sm4Gcm(SM4_KEY).decrypt(SM4_NONCE, data, SM4_AAD)


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(CryptoError, match=r"rot13.*aes, sm4"):
        suite("rot13")
