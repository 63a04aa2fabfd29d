package unruly

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// keys are the certificates of one server: a proper one and those for lies.
type keys struct {
	authorityPEM []byte
	proper       *tls.Config
	bad          map[Kind]*tls.Config
}

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newKeys() (*keys, error) {
	ours, err := newAuthority("Unruly authority")
	if err != nil {
		return nil, err
	}
	other, err := newAuthority("Nobody's authority")
	if err != nil {
		return nil, err
	}
	result := &keys{bad: map[Kind]*tls.Config{}}
	result.authorityPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ours.certificate.Raw})
	if result.proper, err = ours.sign("localhost", year(2100)); err != nil {
		return nil, err
	}
	if result.bad[Stranger], err = ours.sign("mail.example.org", year(2100)); err != nil {
		return nil, err
	}
	if result.bad[Expired], err = ours.sign("localhost", year(2001)); err != nil {
		return nil, err
	}
	if result.bad[Unknown], err = other.sign("localhost", year(2100)); err != nil {
		return nil, err
	}
	outdated := result.proper.Clone()
	outdated.MinVersion, outdated.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	result.bad[Outdated] = outdated
	return result, nil
}

// year keeps certificates independent of the day on which a test runs.
func year(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func newAuthority(name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: year(2000), NotAfter: year(2100), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, err
	}
	return &authority{certificate: certificate, key: key}, nil
}

func (a *authority) sign(host string, until time.Time) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host},
		NotBefore: year(2000), NotAfter: until, DNSNames: []string{host},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if host == "localhost" {
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}, nil
}
