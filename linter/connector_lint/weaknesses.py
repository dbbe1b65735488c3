"""Where the weaknesses that rules find are described: MITRE's CWE list and OWASP's API Security Top 10 of 2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWASP = "https://owasp.org/API-Security/editions/2023/en"
# Names are MITRE's. A number that is not here is shown without its name.
_CWE_NAMES = {
    200: "Exposure of Sensitive Information to an Unauthorized Actor",
    256: "Plaintext Storage of a Password",
    287: "Improper Authentication",
    311: "Missing Encryption of Sensitive Data",
    312: "Cleartext Storage of Sensitive Information",
    319: "Cleartext Transmission of Sensitive Information",
    321: "Use of Hard-coded Cryptographic Key",
    451: "User Interface (UI) Misrepresentation of Critical Information",
    522: "Insufficiently Protected Credentials",
    523: "Unprotected Transport of Credentials",
    532: "Insertion of Sensitive Information into Log File",
    598: "Use of GET Request Method With Sensitive Query Strings",
    601: "URL Redirection to Untrusted Site ('Open Redirect')",
    798: "Use of Hard-coded Credentials",
    918: "Server-Side Request Forgery (SSRF)",
    1007: "Insufficient Visual Distinction of Homoglyphs Presented to User",
}
_OWASP_PAGES = {
    "API1:2023": ("Broken Object Level Authorization", "0xa1-broken-object-level-authorization"),
    "API2:2023": ("Broken Authentication", "0xa2-broken-authentication"),
    "API3:2023": ("Broken Object Property Level Authorization", "0xa3-broken-object-property-level-authorization"),
    "API4:2023": ("Unrestricted Resource Consumption", "0xa4-unrestricted-resource-consumption"),
    "API5:2023": ("Broken Function Level Authorization", "0xa5-broken-function-level-authorization"),
    "API6:2023": (
        "Unrestricted Access to Sensitive Business Flows",
        "0xa6-unrestricted-access-to-sensitive-business-flows",
    ),
    "API7:2023": ("Server Side Request Forgery", "0xa7-server-side-request-forgery"),
    "API8:2023": ("Security Misconfiguration", "0xa8-security-misconfiguration"),
    "API9:2023": ("Improper Inventory Management", "0xa9-improper-inventory-management"),
    "API10:2023": ("Unsafe Consumption of APIs", "0xaa-unsafe-consumption-of-apis"),
}

_CREDENTIAL_IN_FILE = frozenset((259, 321, 798))


def leaks_credential(numbers: Iterable[int]) -> bool:
    """Whether one of these weaknesses is a credential that everybody who reads the file can use at once."""
    return not _CREDENTIAL_IN_FILE.isdisjoint(numbers)


def cwe_link(number: int) -> str:
    """A Markdown link to a weakness in MITRE's list, with its name where it is known."""
    name = _CWE_NAMES.get(number)
    label = f"CWE-{number}: {name}" if name else f"CWE-{number}"
    return f"[{label}](https://cwe.mitre.org/data/definitions/{number}.html)"


def owasp_link(entry: str) -> str:
    """A Markdown link to an entry of the Top 10 (`API2:2023`); any other one as it is written."""
    if entry not in _OWASP_PAGES:
        return f"OWASP {entry}"
    name, page = _OWASP_PAGES[entry]
    return f"[OWASP {entry} {name}]({_OWASP}/{page}/)"
