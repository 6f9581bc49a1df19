/**
 * Rounds of drand's quicknet checked offline: the signature of the League of Entropy on a round number is unique and cannot be foretold, so a
 * record that carries it needs no looking up. Apart from the rest, because pairings are a large piece of code (`@yingshang/draw/drand`).
 * Network data as published at api.drand.sh/<chain>/info; scheme bls-unchained-g1-rfc9380.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromHex } from '@yingshang/journal'
import type { DrandCheck, DrandSource } from './entropy.ts'

export interface DrandNetwork {
  readonly chain: string
  /** A point of G2, 96 bytes in hexadecimal. */
  readonly publicKey: string
  /** POSIX seconds of round 1. */
  readonly genesis: number
  /** Seconds between rounds. */
  readonly period: number
}

export const QUICKNET: DrandNetwork = {
  chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesis: 1_692_803_367,
  period: 3,
}

const DST = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

function instantOf(network: DrandNetwork, round: number): string {
  return new Date((network.genesis + (round - 1) * network.period) * 1000).toISOString().replace('.000Z', 'Z')
}

/** The first round of quicknet at or after an instant, as a source for a commitment. */
export function drandSource(instant: string, network: DrandNetwork = QUICKNET): DrandSource {
  const seconds = Math.ceil(Date.parse(instant) / 1000)
  const round = Math.max(1, Math.ceil((seconds - network.genesis) / network.period) + 1)
  return { kind: 'drand', name: 'drand quicknet', at: instantOf(network, round), chain: network.chain, round }
}

/** Check the stated time and the signature of a round of quicknet. Pass it to `verifyDraw` as `drand`. About a tenth of a second. */
export const checkDrand: DrandCheck = (from, signature) => {
  const network = QUICKNET
  if (from.chain !== network.chain) return 'unknown-network'
  if (from.at !== instantOf(network, from.round)) return 'wrong-time'
  const bytes = fromHex(signature)
  if (bytes === null || bytes.length !== 48) return 'false'
  const round = new Uint8Array(8)
  new DataView(round.buffer).setBigUint64(0, BigInt(from.round))
  try {
    const { shortSignatures } = bls12_381
    return shortSignatures.verify(bytes, shortSignatures.hash(sha256(round), DST), fromHex(network.publicKey)!) ? 'sound' : 'false'
  } catch {
    return 'false'
  }
}
