"""Makes certificates for names of this machine, under an authority of its own.

`certificate.py AUTHORITY_CERT AUTHORITY_KEY CERT KEY [NAME...]`: the authority is made when it is missing, the certificate always.
It is for localhost and 127.0.0.1, and for the names given.
"""

import datetime
import ipaddress
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 800


def name_of(common_name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def builder_of(subject, issuer, key, days):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def write_pair(certificate, cert_file, key, key_file):
    with open(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    with open(cert_file, "wb") as out:
        out.write(certificate.public_bytes(serialization.Encoding.PEM))


def make_authority(cert_file, key_file):
    key = ec.generate_private_key(ec.SECP256R1())
    name = name_of("Parley, local sites of this machine")
    certificate = (
        builder_of(name, name, key, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_pair(certificate, cert_file, key, key_file)


def read_authority(cert_file, key_file):
    if not (os.path.exists(cert_file) and os.path.exists(key_file)):
        make_authority(cert_file, key_file)
    with open(cert_file, "rb") as cert, open(key_file, "rb") as key:
        return (
            x509.load_pem_x509_certificate(cert.read()),
            serialization.load_pem_private_key(key.read(), password=None),
        )


def make_certificate(authority, authority_key, cert_file, key_file, more_names):
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName(name) for name in ["localhost", *more_names]]
    names += [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        builder_of(name_of("localhost"), authority.subject, key, CERTIFICATE_DAYS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    write_pair(certificate, cert_file, key, key_file)


authority_cert_file, authority_key_file, site_cert_file, site_key_file = sys.argv[1:5]
make_certificate(
    *read_authority(authority_cert_file, authority_key_file), site_cert_file, site_key_file, sys.argv[5:]
)
