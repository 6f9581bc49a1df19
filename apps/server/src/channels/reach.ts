import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/**
 * Where a robot or a webhook may be. Who may set up channels is not who runs the network: an address of this machine, of the network behind it or of a cloud's metadata
 * service is refused, whatever name it hides behind, unless the operator named the host in WEBHOOK_HOSTS. What counts is the address that is connected to, found in the
 * same step, so that a name that points elsewhere a moment later gains nothing.
 */

/** A host that the operator lets webhooks reach, on one port or on all, until a day or without end. */
export interface AllowedHost {
  readonly host: string
  readonly port: number | null
  /** The last day, China time. */
  readonly until: string | null
}

// IANA special-purpose registries (RFC 6890 and after), private and link-local networks, and 168.63.129.16, behind which Azure keeps its metadata.
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of IPv6 only global unicast is public; within it these are not: protocol assignments with Teredo, documentation, 6to4, which carries an IPv4 address. */
const GLOBAL_6 = '2000::/3'
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function blocks(nets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const net of nets) {
    const [address, bits] = net.split('/') as [string, string]
    list.addSubnet(address, Number(bits), family)
  }
  return list
}
const closed4 = blocks(NOT_PUBLIC_4, 'ipv4')
const open6 = blocks([GLOBAL_6], 'ipv6')
const closed6 = blocks(NOT_PUBLIC_6, 'ipv6')

/** Whether an address is one of the public internet. IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4) is not. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed4.check(address, 'ipv4')
  return family === 6 && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}

const bare = (hostname: string) =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()

/** Whether the operator named the host of an address, on a day. */
export function isAllowed(url: URL, allowed: readonly AllowedHost[], day: string): boolean {
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443))
  return allowed.some(
    (a) => bare(a.host) === bare(url.hostname) && (a.port === null || a.port === port) && (a.until === null || a.until >= day),
  )
}

/** Whether the address itself says that it is not public, before any name is asked for. */
export const isClosedLiteral = (url: URL): boolean => {
  const host = bare(url.hostname)
  return isIP(host) === 0 ? host === 'localhost' || host.endsWith('.localhost') : !isPublic(host)
}

/** Code of the failure to connect to an address that is not public. */
export const CLOSED = 'EADDRCLOSED'

export type Lookup = (
  hostname: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Finds the addresses of a name for a connection; one that is not public fails all of them. */
export const publicLookup =
  (lookup: Lookup = systemLookup) =>
  (
    hostname: string,
    options: { readonly all?: boolean | undefined },
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ): void =>
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error) return done(error, [])
      if (addresses.length === 0 || addresses.some(({ address }) => !isPublic(address)))
        return done(Object.assign(new Error('the address is not public'), { code: CLOSED }), [])
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
