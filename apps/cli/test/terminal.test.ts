import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { run } from '../src/program.ts'
import { table } from '../src/table.ts'
import { cut, type Terminal, width } from '../src/terminal.ts'
import { command, LAUNCHER, MAIN, NODE, sample } from './command.ts'

/** A terminal that remembers what it was told. */
function terminal(settings: Partial<Terminal> = {}): Terminal & { readonly shown: () => string; readonly said: () => string } {
  let [out, err] = ['', '']
  return {
    readInput: async () => new Uint8Array(),
    out: (text) => {
      out += text
    },
    error: (text) => {
      err += text
    },
    columns: 100,
    colour: false,
    liveProgress: false,
    folder: process.cwd(),
    ...settings,
    shown: () => out,
    said: () => err,
  }
}

const words = fc.stringMatching(/^[a-z市法院，。“①\u{1F600} ]{0,40}$/u)

describe('width', () => {
  it('counts two columns for a Chinese character', () => {
    expect(width('市法院 a')).toBe(8)
    expect(width('\u001b[31m市\u001b[0m')).toBe(2)
  })

  it('cuts to the columns given and keeps what fits', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (text, columns) => {
        const short = cut(text, columns)
        expect(width(short)).toBeLessThanOrEqual(columns)
        if (width(text) <= columns) expect(short).toBe(text)
        else expect(text.startsWith(short.slice(0, -1))).toBe(true)
      }),
    )
  })

  it('keeps every line of a table within the terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, words, words), { maxLength: 8 }), fc.integer({ min: 30, max: 160 }), (rows, columns) => {
        const lines = table(
          { columns, colour: false },
          [
            { heading: '序号', grow: 0 },
            { heading: '任务', grow: 2 },
            { heading: '单位', grow: 1 },
          ],
          rows.map(([a, b, c]) => [a.slice(0, 4), b, c]),
        )
        expect(lines).toHaveLength(rows.length + 2)
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

describe('a terminal', () => {
  it('gets colours, and without colours the same words', async () => {
    const [colour, plain] = [terminal({ colour: true }), terminal()]
    expect(await run(['plan', 'read', sample('city-2026.html')], colour)).toBe(0)
    expect(await run(['plan', 'read', sample('city-2026.html')], plain)).toBe(0)
    expect(colour.shown()).toContain('\u001b[1m')
    expect(plain.shown()).not.toContain('\u001b')
    expect(colour.shown().replace(/\u001b\[\d+m/g, '')).toBe(plain.shown())
  })

  it('sees progress that overwrites itself and is gone at the end', async () => {
    const t = terminal({ liveProgress: true })
    await run(['plan', 'read', sample('court-2026.txt'), sample('city-2025.docx')], t)
    expect(t.said()).toContain('[2/2]')
    expect(t.said().endsWith('\r\u001b[K')).toBe(true)
    expect(t.said()).not.toContain('\n')
  })
})

describe('help', () => {
  it.each([
    [['--help']],
    [['plan', '--help']],
    [['plan', 'read', '--help']],
    [['plan', 'align', '--help']],
    [['plan', 'export', '--help']],
    [['serve', '--help']],
    [['doctor', '--help']],
  ])('%j is in Chinese with English beside', async (args) => {
    const t = terminal()
    expect(await run(args, t)).toBe(0)
    expect(t.said()).toBe('')
    expect(t.shown()).toMatchSnapshot()
  })

  it('comes without loading readers, writers or the server', async () => {
    const { code, err } = await command(NODE, [MAIN, '--help'], { env: { NODE_DEBUG: 'esm' } })
    expect(code).toBe(0)
    for (const heavy of ['exceljs', 'unpdf', 'fastify', 'docx/']) expect(err, heavy).not.toContain(`node_modules/${heavy}`)
  })
})

describe('launcher', () => {
  const older = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'))

  it('runs under whatever Node the system has, passing on arguments, input and exit code', async () => {
    const env = { PATH: older.join(':') }
    const version = await command('node', [LAUNCHER, '--version'], { env })
    expect(version).toMatchObject({ code: 0, out: '0.1.0\n', err: '' })
    const wrong = await command('node', [LAUNCHER, 'plan', 'read', '-'], { env, input: '' })
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toContain('document.empty')
    const own = await command(NODE, [LAUNCHER, '--version'])
    expect(own).toEqual(version)
  })

  it('takes relative paths from the folder of the user, under npm as well', async () => {
    const plan = { cwd: sample('..'), env: {} }
    const direct = await command(NODE, [MAIN, 'plan', 'read', 'plans/court-2026.txt'], plan)
    const npm = await command(NODE, [MAIN, 'plan', 'read', 'plans/court-2026.txt'], {
      env: { npm_lifecycle_event: 'yingshang', INIT_CWD: sample('..') },
    })
    expect(direct.code).toBe(0)
    expect(npm.out).toBe(direct.out)
  })
})
