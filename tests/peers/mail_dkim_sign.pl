#!/usr/bin/perl
# Signs messages with Mail::DKIM. Reads requests as dkim_signers.py writes them, one a line; prints the signature
# field of each in hex, without its CRLF, or "error" and why.
use strict;
use warnings;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signature;
use Mail::DKIM::Signer;

my %keys;
$| = 1;

sub sign {
    my ($file, $key, $selector, $domain, $canon, $signed_at, $expires_at, $identity, $names) = @_;
    my %tags = (
        Algorithm => 'rsa-sha256', Method => $canon, Headers => $names, Domain => $domain, Selector => $selector,
        Key => $keys{$key} ||= Mail::DKIM::PrivateKey->load(File => $key),
    );
    $tags{Timestamp}  = $signed_at  if $signed_at ne '';
    $tags{Expiration} = $expires_at if $expires_at ne '';
    $tags{Identity}   = $identity   if $identity ne '';
    my $signer = Mail::DKIM::Signer->new(
        Policy => sub { $_[0]->add_signature(Mail::DKIM::Signature->new(%tags)); return 0; });
    open(my $in, '<:raw', $file) or die "$file: $!";
    local $/;
    $signer->PRINT(<$in>);
    $signer->CLOSE;
    return $signer->signature->as_string;
}

while (my $line = <STDIN>) {
    chomp $line;
    my $signature = eval { sign(split(/\t/, $line, -1)) };
    my $error = $@;
    $error =~ s/\s+/ /g;
    print defined $signature ? unpack('H*', $signature) : "error $error", "\n";
}
