import { describe, expect, it } from 'vitest'
import { browserCrypto } from '../src/browser.ts'
import {
  ed25519Signer,
  emptyRoot,
  followHandover,
  formatNote,
  formatSecretKey,
  formatTrust,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  parseSecretKey,
  parseTrust,
  parseVerifierKey,
  signCheckpoint,
  signHandover,
  signNote,
  type Trust,
  trustKey,
  verifyCheckpoint,
  verifySignatures,
  witnessSigner,
} from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { sm2Signer, withSm2 } from '../src/sm2.ts'
import { must, ORIGIN, refused, signer, trust } from './memory.ts'

const root = emptyRoot(nodeCrypto)
const head = (size: number) => ({ origin: ORIGIN, size, root, extensions: [] })
const seed = (n: number) => new Uint8Array(32).fill(n)

describe('signed notes', () => {
  it('verifies the example of the specification, extended by our own line', () => {
    const other = ed25519Signer(nodeCrypto, 'quasimodo.example/salvatore', seed(3))
    const text = 'first line\n\nlast line è subito sera.\n'
    const signed = signNote(text, [other, signer])
    const note = must(parseNote(signed))
    expect(note.text).toBe(text)
    expect(formatNote(note)).toBe(signed)
    expect(must(verifySignatures(nodeCrypto, note, [signer.key])).map((s) => s.key)).toEqual([signer.key])
    expect(must(verifySignatures(browserCrypto, note, [signer.key, other.key])).length).toBe(2)
    expect(must(verifySignatures(nodeCrypto, note, []))).toEqual([])
  })

  it('ignores lines of unknown keys, also under a known name, and is condemned by a false line of a known key', () => {
    const impostor = ed25519Signer(nodeCrypto, ORIGIN, seed(4))
    const note = must(parseNote(signNote('text\n', [impostor, signer])))
    expect(must(verifySignatures(nodeCrypto, note, [signer.key])).length).toBe(1)
    const borrowed = { ...note, signatures: [{ ...note.signatures[0]!, id: signer.key.id }, note.signatures[1]!] }
    expect(refused(verifySignatures(nodeCrypto, borrowed, [signer.key]))).toBe('bad-signature')
    expect(refused(verifySignatures(browserCrypto, borrowed, [signer.key]))).toBe('bad-signature')
    const moved = must(parseNote(signNote('text\n', [signer]).replace('text', 'test')))
    expect(refused(verifySignatures(nodeCrypto, moved, [signer.key]))).toBe('bad-signature')
  })

  it.each([
    ['no signatures', 'text\n'],
    ['no final newline', signNote('text\n', [signer]).slice(0, -1)],
    ['a carriage return', signNote('text\n', [signer]).replaceAll('\n', '\r\n')],
    ['a tab in the text', signNote('a\tb\n', [signer])],
    ['a hyphen for the dash', signNote('text\n', [signer]).replace('—', '-')],
    ['two spaces', signNote('text\n', [signer]).replace('— ', '—  ')],
    ['a line after the signatures', `${signNote('text\n', [signer])}more\n`],
    ['base64 with loose bits', signNote('text\n', [signer]).replace(/.(?==\n$)/, (c) => String.fromCharCode(c.charCodeAt(0) + 1))],
    [
      'too many lines',
      `text\n\n${must(parseNote(signNote('text\n', [signer])))
        .signatures.map(() => signNote('text\n', [signer]).split('\n\n')[1]!)
        .join('')
        .repeat(65)}`,
    ],
    ['a lone surrogate', signNote('text\n', [signer]).replace('text', 'te\ud800xt')],
    ['a name with a plus', signNote('text\n', [signer]).replace(ORIGIN, 'a+b')],
    ['a name with a wide space', signNote('text\n', [signer]).replace(ORIGIN, 'a\u3000b')],
  ])('refuses a note with %s', (_what, text) => {
    expect(refused(parseNote(text))).toBe('bad-note')
  })

  it('refuses bytes that are not UTF-8', () => {
    const bytes = new TextEncoder().encode(signNote('text\n', [signer]))
    bytes[1] = 0xff
    expect(refused(parseNote(bytes))).toBe('bad-note')
  })
})

describe('keys', () => {
  it('public and secret forms are read back; both cryptographies make the same key and signature', () => {
    const line = formatVerifierKey(signer.key)
    expect(must(parseVerifierKey(nodeCrypto, line))).toEqual(signer.key)
    const secret = formatSecretKey(nodeCrypto, ORIGIN, seed(7))
    expect(secret).toMatch(/^PRIVATE\+KEY\+court\.example\/log\+[0-9a-f]{8}\+/)
    expect(must(parseSecretKey(browserCrypto, `${secret}\n`))).toEqual({ name: ORIGIN, seed: seed(7) })
    const other = ed25519Signer(browserCrypto, ORIGIN, seed(7))
    expect(formatVerifierKey(other.key)).toBe(line)
    expect(signNote('text\n', [other])).toBe(signNote('text\n', [signer]))
  })

  it('refuses a key whose id does not follow from it', () => {
    const line = formatVerifierKey(signer.key)
    expect(refused(parseVerifierKey(nodeCrypto, line.replace('court', 'count')))).toBe('bad-key')
    for (const text of ['', 'name', 'a+b', `${line}=`, line.replace('+', '++'), line.slice(0, -4)])
      expect(refused(parseVerifierKey(nodeCrypto, text))).toBe('bad-key')
    expect(refused(parseSecretKey(nodeCrypto, line))).toBe('bad-key')
  })
})

describe('checkpoints', () => {
  it('refuses every other spelling', () => {
    const good = signCheckpoint(head(12), [signer])
    const lines = good.split('\n')
    const withLine = (i: number, line: string) => lines.with(i, line).join('\n')
    for (const text of [
      withLine(1, '012'),
      withLine(1, '-1'),
      withLine(1, ''),
      withLine(1, '12 '),
      withLine(1, '9007199254740992'),
      withLine(2, lines[2]!.slice(4)),
      withLine(2, 'x'),
      withLine(0, ''),
    ])
      expect(parseCheckpoint(text).ok, text).toBe(false)
    expect(must(parseCheckpoint(signCheckpoint({ ...head(12), extensions: ['a', 'b'] }, [signer]))).checkpoint.extensions).toEqual([
      'a',
      'b',
    ])
  })

  it('each key counts only for the sizes it is trusted for', () => {
    const second = ed25519Signer(nodeCrypto, ORIGIN, seed(8))
    const rotated: Trust = {
      ...trust,
      keys: [
        { key: signer.key, from: 0, to: 100 },
        { key: second.key, from: 100, to: null },
      ],
    }
    const outcome = (size: number, ...signers: (typeof signer)[]) =>
      refused(verifyCheckpoint(nodeCrypto, signCheckpoint(head(size), signers), rotated))
    expect(outcome(99, signer)).toBe('accepted')
    expect(outcome(100, signer)).toBe('accepted')
    expect(outcome(101, signer)).toBe('key-out-of-range')
    expect(outcome(99, second)).toBe('key-out-of-range')
    expect(outcome(100, second)).toBe('accepted')
    expect(outcome(101, signer, second)).toBe('accepted')
    const returned: Trust = { ...trust, keys: [...rotated.keys.slice(0, 1), { key: signer.key, from: 500, to: null }] }
    expect(refused(verifyCheckpoint(nodeCrypto, signCheckpoint(head(500), [signer]), returned))).toBe('accepted')
    expect(outcome(5, ed25519Signer(nodeCrypto, ORIGIN, seed(5)))).toBe('not-signed')
  })

  it('a handover leads from the pinned key to the next, and only when both have signed it', () => {
    const second = ed25519Signer(nodeCrypto, ORIGIN, seed(8))
    const third = ed25519Signer(nodeCrypto, ORIGIN, seed(9))
    const followed = must(followHandover(nodeCrypto, trust, signHandover(ORIGIN, 100, signer, second)))
    expect(followed.keys.map(({ from, to }) => [from, to])).toEqual([
      [0, 100],
      [100, null],
    ])
    const twice = must(followHandover(browserCrypto, followed, signHandover(ORIGIN, 250, second, third)))
    expect(verifyCheckpoint(nodeCrypto, signCheckpoint(head(300), [third]), twice).ok).toBe(true)
    expect(refused(verifyCheckpoint(nodeCrypto, signCheckpoint(head(300), [signer]), twice))).toBe('key-out-of-range')
    // The first key has no say after its end; nor has a stranger at any time.
    expect(refused(followHandover(nodeCrypto, followed, signHandover(ORIGIN, 250, signer, third)))).toBe('not-signed')
    expect(refused(followHandover(nodeCrypto, trust, signHandover(ORIGIN, 250, third, second)))).toBe('not-signed')
    expect(refused(followHandover(nodeCrypto, trust, signHandover('other.example', 250, signer, second)))).toBe('bad-handover')
    const alone = must(parseNote(signHandover(ORIGIN, 100, signer, second)))
    expect(refused(followHandover(nodeCrypto, trust, formatNote({ ...alone, signatures: alone.signatures.slice(0, 1) })))).toBe(
      'not-signed',
    )
  })

  it('counts witnesses, each once, and tells the times they state', () => {
    const witnesses = [1, 2, 3].map((n) => witnessSigner(nodeCrypto, `witness${n}.example`, seed(20 + n), () => 1_700_000_000 + n))
    const policy: Trust = { ...trust, witnesses: witnesses.map((w) => w.key), quorum: 2 }
    const outcome = (...signers: (typeof signer)[]) => verifyCheckpoint(browserCrypto, signCheckpoint(head(3), signers), policy)
    expect(refused(outcome(signer, witnesses[0]!))).toBe('too-few-witnesses')
    expect(refused(outcome(signer, witnesses[0]!, witnesses[0]!))).toBe('too-few-witnesses')
    expect(must(outcome(signer, witnesses[0]!, witnesses[2]!)).witnesses.map((w) => w.time)).toEqual([1_700_000_001, 1_700_000_003])
    expect(refused(outcome(...witnesses))).toBe('not-signed')
    // The stated time is part of what is signed.
    const { note } = must(parseCheckpoint(signCheckpoint(head(3), [signer, witnesses[0]!, witnesses[1]!])))
    const later = new Uint8Array(note.signatures[1]!.signature)
    later[7]! ^= 1
    const forged = { ...note, signatures: note.signatures.with(1, { ...note.signatures[1]!, signature: later }) }
    expect(refused(verifyCheckpoint(nodeCrypto, formatNote(forged), policy))).toBe('bad-signature')
  })

  it('the witness example of tlog-cosignature has the form that is read here', () => {
    const text =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n'
    const { checkpoint, note } = must(parseCheckpoint(text))
    expect(checkpoint.size).toBe(20852163)
    expect(note.signatures.map((s) => [s.id, s.signature.length])).toEqual([
      ['033de0ae', 64],
      ['8d66cf3f', 72],
    ])
    expect(new DataView(note.signatures[1]!.signature.buffer).getBigUint64(0)).toBe(1679315147n)
    expect(formatNote(note)).toBe(text)
  })

  it('an SM2 line goes beside the Ed25519 line, is checked where SM2 is at hand, and does not replace it', () => {
    const sm2 = sm2Signer(nodeCrypto, ORIGIN, seed(0x11))
    const both: Trust = { ...trust, keys: [...trust.keys, { key: sm2.key, from: 0, to: null }] }
    const text = signCheckpoint(head(3), [signer, sm2])
    expect(must(verifyCheckpoint(nodeCrypto, text, both)).signedBy.map((k) => k.type)).toEqual(['ed25519', 'sm2-sm3'])
    expect(must(verifyCheckpoint(withSm2(browserCrypto), text, both)).signedBy.length).toBe(2)
    expect(must(verifyCheckpoint(browserCrypto, text, both)).signedBy.length).toBe(1)
    expect(must(verifyCheckpoint(nodeCrypto, text, trust)).signedBy.length).toBe(1)
    expect(refused(verifyCheckpoint(nodeCrypto, signCheckpoint(head(3), [sm2]), both))).toBe('not-signed')
    const { note } = must(parseCheckpoint(text))
    const bad = new Uint8Array(note.signatures[1]!.signature)
    bad[40]! ^= 1
    const forged = formatNote({ ...note, signatures: note.signatures.with(1, { ...note.signatures[1]!, signature: bad }) })
    expect(refused(verifyCheckpoint(nodeCrypto, forged, both))).toBe('bad-signature')
    expect(must(parseVerifierKey(nodeCrypto, formatVerifierKey(sm2.key)))).toEqual(sm2.key)
  })

  it('a trust is written and read back, and a bad one is refused', () => {
    const witness = witnessSigner(nodeCrypto, 'w.example', seed(30), () => 1)
    const policy: Trust = { ...trust, witnesses: [witness.key], quorum: 1 }
    expect(must(parseTrust(nodeCrypto, formatTrust(policy)))).toEqual(policy)
    const value = JSON.parse(formatTrust(policy))
    const twice = { ...value, witnesses: [...value.witnesses, ...value.witnesses], quorum: 2 }
    for (const bad of [
      { ...value, quorum: 2 },
      twice,
      { ...value, keys: [] },
      { ...value, more: 1 },
      { ...value, origin: '' },
      { ...value, keys: [{ ...value.keys[0], from: 3, to: 2 }] },
      { ...value, witnesses: [value.keys[0].vkey] },
      [],
    ])
      expect(refused(parseTrust(nodeCrypto, JSON.stringify(bad)))).toBe('bad-trust')
    expect(trustKey(ORIGIN, signer.key)).toEqual(trust)
  })
})
