import { type Collection, EMPTY, entries, get, put, remove } from '@yingshang/procedure'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const aKey = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('__proto__', 'constructor', 'toString', '', '1', '01'))
const changes = fc.array(fc.tuple(aKey, fc.option(fc.nat())), { maxLength: 200 })

describe('a collection', () => {
  it('behaves like a map, also through JSON, and never changes', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const map = new Map<string, number>()
        let collection: Collection<number> = EMPTY
        for (const [key, value] of list) {
          const before = JSON.stringify(collection)
          const next = value === null ? remove(collection, key) : put(collection, key, value)
          expect(JSON.stringify(collection)).toBe(before)
          if (value === null) map.delete(key)
          else map.set(key, value)
          collection = JSON.parse(JSON.stringify(next)) as Collection<number>
          expect(collection).toEqual(next)
        }
        expect(collection.size).toBe(map.size)
        expect(new Map(entries(collection))).toEqual(map)
        for (const [key] of list) expect(get(collection, key)).toBe(map.get(key))
      }),
    )
  })

  it('lists rows in an order that depends on the keys alone', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.string(), { maxLength: 60 })
          .chain((keys) => fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length }))),
        ([keys, other]) => {
          const made = (list: string[]) =>
            [...entries(list.reduce<Collection<number>>((all, key) => put(all, key, 1), EMPTY))].map(([key]) => key)
          expect(made(other)).toEqual(made(keys))
        },
      ),
    )
  })
})
