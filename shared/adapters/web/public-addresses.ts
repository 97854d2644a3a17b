import { BlockList, isIPv4 } from 'node:net';

/** Ranges that are not on the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry */
const ranges4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Includes the metadata and the credentials of a machine on AWS.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** The only public range of IPv6: https://www.iana.org/assignments/ipv6-address-space */
const PUBLIC_6 = ['2000::', 3] as const;
/** Parts of it that lead elsewhere: documentation, and IPv4 addresses in another form. */
const ranges6 = [
  ['2001:db8::', 32],
  ['2001::', 32],
  ['2002::', 16],
] as const;

const private4 = new BlockList();
for (const [address, bits] of ranges4) private4.addSubnet(address, bits, 'ipv4');
const public6 = new BlockList();
public6.addSubnet(...PUBLIC_6, 'ipv6');
const private6 = new BlockList();
for (const [address, bits] of ranges6) private6.addSubnet(address, bits, 'ipv6');

/** Returns whether an IP address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !private4.check(address, 'ipv4');
  return public6.check(address, 'ipv6') && !private6.check(address, 'ipv6');
}
