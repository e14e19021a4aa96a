import { BlockList, isIP } from "node:net"

/**
 * Addresses that are not of the public internet: this machine, private and shared networks, link-local (with the
 * metadata services of clouds), benchmarks, multicast, reserved (IANA special-purpose address registries). IPv4 written
 * as IPv6 counts as what it stands for.
 */
export function privateAddresses(): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ] as const)
    list.addSubnet(network, prefix, "ipv4")
  for (const [network, prefix] of [
    ["::", 127],
    ["64:ff9b::", 96],
    ["64:ff9b:1::", 48],
    ["2002::", 16],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ] as const)
    list.addSubnet(network, prefix, "ipv6")
  return list
}

export function isListed(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")
}
