/** The rules drawn on a page: stroked lines, stroked rectangles and the thin filled rectangles that many producers draw instead. */
import type { Rule } from './pdf-tables.ts'

type Matrix = readonly [number, number, number, number, number, number]

const times = (m: Matrix, n: readonly number[]): Matrix => [
  m[0] * n[0]! + m[2] * n[1]!,
  m[1] * n[0]! + m[3] * n[1]!,
  m[0] * n[2]! + m[2] * n[3]!,
  m[1] * n[2]! + m[3] * n[3]!,
  m[0] * n[4]! + m[2] * n[5]! + m[4],
  m[1] * n[4]! + m[3] * n[5]! + m[5],
]

const THIN = 2.5
const SHORTEST = 4
const MOST = 20_000

/** The operators of pdf.js that matter here, by its own numbers. */
export interface Operators {
  readonly save: number
  readonly restore: number
  readonly transform: number
  readonly constructPath: number
  readonly paintFormXObjectBegin: number
  readonly paintFormXObjectEnd: number
  readonly stroke: number
  readonly closeStroke: number
  readonly fillStroke: number
  readonly eoFillStroke: number
  readonly closeFillStroke: number
  readonly closeEOFillStroke: number
  readonly fill: number
  readonly eoFill: number
}

/**
 * Reads the rules from an operator list.
 * @param viewport matrix from page to view coordinates.
 */
export function rulesOf(
  list: { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] },
  ops: Operators,
  viewport: readonly number[],
): Rule[] {
  const rules: Rule[] = []
  let matrix: Matrix = [viewport[0]!, viewport[1]!, viewport[2]!, viewport[3]!, viewport[4]!, viewport[5]!]
  const stack: Matrix[] = []
  const strokes = new Set([ops.stroke, ops.closeStroke, ops.fillStroke, ops.eoFillStroke, ops.closeFillStroke, ops.closeEOFillStroke])
  const fills = new Set([ops.fill, ops.eoFill])

  const add = (x0: number, y0: number, x1: number, y1: number) => {
    const width = Math.abs(x1 - x0)
    const height = Math.abs(y1 - y0)
    if (height <= THIN && width >= SHORTEST) rules.push({ across: true, at: (y0 + y1) / 2, from: Math.min(x0, x1), to: Math.max(x0, x1) })
    else if (width <= THIN && height >= SHORTEST)
      rules.push({ across: false, at: (x0 + x1) / 2, from: Math.min(y0, y1), to: Math.max(y0, y1) })
  }
  const point = (x: number, y: number): [number, number] => [
    matrix[0] * x + matrix[2] * y + matrix[4],
    matrix[1] * x + matrix[3] * y + matrix[5],
  ]

  list.fnArray.forEach((fn, i) => {
    const args = list.argsArray[i] as readonly unknown[] | null
    if (rules.length > MOST) return
    if (fn === ops.save) stack.push(matrix)
    else if (fn === ops.restore) matrix = stack.pop() ?? matrix
    else if (fn === ops.transform && args !== null) matrix = times(matrix, args as number[])
    else if (fn === ops.paintFormXObjectBegin) {
      stack.push(matrix)
      if (Array.isArray(args?.[0])) matrix = times(matrix, args[0] as number[])
    } else if (fn === ops.paintFormXObjectEnd) matrix = stack.pop() ?? matrix
    else if (fn === ops.constructPath && args !== null) {
      const stroked = strokes.has(args[0] as number)
      const filled = fills.has(args[0] as number)
      const path = (args[1] as (ArrayLike<number> | null)[] | undefined)?.[0]
      if ((!stroked && !filled) || path === undefined || path === null) return
      for (const [x0, y0, x1, y1, closed] of figures(path, point)) {
        if (filled && !stroked) {
          if (closed) add(x0, y0, x1, y1)
        } else add(x0, y0, x1, y1)
      }
    }
  })
  return rules
}

/** Straight pieces of a path in view coordinates; a filled figure gives its bounding box once (`closed`), a stroked one its edges. */
function* figures(
  path: ArrayLike<number>,
  point: (x: number, y: number) => [number, number],
): Generator<[number, number, number, number, boolean]> {
  let start: [number, number] = [0, 0]
  let here: [number, number] = [0, 0]
  let box = [Infinity, Infinity, -Infinity, -Infinity]
  let straight = true
  let edges = 0
  const grow = ([x, y]: [number, number]) => {
    box = [Math.min(box[0]!, x), Math.min(box[1]!, y), Math.max(box[2]!, x), Math.max(box[3]!, y)]
  }
  const whole = (): [number, number, number, number, boolean] => [box[0]!, box[1]!, box[2]!, box[3]!, true]
  for (let i = 0; i < path.length; ) {
    const op = path[i]
    if (op === 0) {
      if (edges > 2 && straight) yield whole()
      here = point(path[i + 1]!, path[i + 2]!)
      start = here
      box = [Infinity, Infinity, -Infinity, -Infinity]
      straight = true
      edges = 0
      grow(here)
      i += 3
    } else if (op === 1) {
      const next = point(path[i + 1]!, path[i + 2]!)
      yield [here[0], here[1], next[0], next[1], false]
      here = next
      edges++
      grow(here)
      i += 3
    } else if (op === 2) {
      here = point(path[i + 5]!, path[i + 6]!)
      straight = false
      i += 7
    } else if (op === 3) {
      here = point(path[i + 3]!, path[i + 4]!)
      straight = false
      i += 5
    } else if (op === 4) {
      yield [here[0], here[1], start[0], start[1], false]
      here = start
      edges++
      i += 1
    } else break
  }
  if (edges > 2 && straight) yield whole()
}
