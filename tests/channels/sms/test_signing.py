"""The signature against the example in the provider's documentation."""

from huiyin.channels.sms import signing

# "V3 request structure and signature", the example with fixed values.
QUERY = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
HEADERS = {
    "host": "ecs.cn-shanghai.aliyuncs.com",
    "x-acs-action": "RunInstances",
    "x-acs-version": "2014-05-26",
    "x-acs-date": "2023-10-26T10:22:32Z",
    "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}
EXPECTED = (
    "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
    "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
    "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
)


def test_the_documented_example_comes_out_exactly() -> None:
    query = signing.canonical_query(QUERY)
    assert signing.body_hash(b"") == HEADERS["x-acs-content-sha256"]
    signed = signing.authorization(
        "YourAccessKeyId", "YourAccessKeySecret", method="POST", query=query, headers=HEADERS
    )
    assert signed == EXPECTED


def test_every_part_of_the_request_counts() -> None:
    def sign(query: str = "a=1", method: str = "POST", key: str = "s", **headers: str) -> str:
        changed = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        return signing.signature(key, method=method, query=query, headers=changed)

    variants = [
        sign(),
        sign(query="a=2"),
        sign(method="GET"),
        sign(key="t"),
        *(sign(**{name.replace("-", "_"): "changed"}) for name in HEADERS),
    ]
    assert len(set(variants)) == len(variants)


def test_queries_are_encoded_by_rfc_3986() -> None:
    params = {"b": "v=a b*c~d/e+&", "a": "回音", "A": "-_."}
    assert signing.canonical_query(params) == "A=-_.&a=%E5%9B%9E%E9%9F%B3&b=v%3Da%20b%2Ac~d%2Fe%2B%26"
