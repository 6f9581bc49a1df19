import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../src/index.ts'
import { sm2PublicKey, sm2Verify } from '../src/sm2.ts'

/** All modules that a module needs, followed through relative imports and through our own packages. */
function needs(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found
  found.add(entry)
  for (const [, wanted] of readFileSync(entry, 'utf8').matchAll(/^(?:import|export)(?! type)[^'"]*?from '([^']+)'/gm)) {
    const own = /^@yingshang\/(\w+)(?:\/(\w+))?$/.exec(wanted!)
    if (wanted!.startsWith('.')) needs(resolve(dirname(entry), wanted!), found)
    else if (own !== null) needs(resolve(`packages/${own[1]}/src/${own[2] ?? 'index'}.ts`), found)
    else found.add(wanted!)
  }
  return found
}

describe('in a page', () => {
  it.each(['../src/index.ts', '../src/browser.ts', '../../draw/src/index.ts'])('%s needs nothing of Node', (path) => {
    const all = [...needs(fileURLToPath(new URL(path, import.meta.url)))]
    expect(all.filter((one) => one.startsWith('node:') || one.includes('/node.ts') || one === 'sm-crypto-v2')).toEqual([])
    expect(all.length).toBeGreaterThanOrEqual(3)
    for (const one of all.filter((name) => name.startsWith('/')))
      expect(readFileSync(one, 'utf8'), one).not.toMatch(/\bBuffer\b\.|\bprocess\./)
  })
})

describe('SM2 with SM3', () => {
  // The example of GB/T 32918.5 on the recommended curve, user id 1234567812345678.
  const secret = fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8')!
  const publicKey = fromHex(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  )!
  const signature = fromHex(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  )!

  it('verifies the example of the standard, and nothing near it', () => {
    expect(sm2PublicKey(secret)).toEqual(publicKey)
    expect(sm2Verify(publicKey, utf8('message digest'), signature)).toBe(true)
    expect(sm2Verify(publicKey, utf8('message digesT'), signature)).toBe(false)
    expect(sm2Verify(publicKey, utf8('message digest'), signature.with(9, 0))).toBe(false)
    expect(sm2Verify(publicKey.with(20, 1), utf8('message digest'), signature)).toBe(false)
    expect(sm2Verify(publicKey.subarray(1), utf8('message digest'), signature)).toBe(false)
    expect(sm2Verify(publicKey, utf8('message digest'), new Uint8Array(64))).toBe(false)
  })
})
