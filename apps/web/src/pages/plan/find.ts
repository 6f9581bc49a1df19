import { type RefObject, useCallback, useEffect, useState } from 'react'
import { cardId } from './measure-card.tsx'

/** Which side of the plan page is looked at; on a phone only one of them is there. */
export type Pane = 'source' | 'list'

interface Wanted {
  readonly pane: Pane
  readonly measure: string
  readonly mark: string | null
}

const FLASH = 1800

/** Brings an element into the middle of its pane. Twice, because rows that were not drawn yet get their true height only when they come near. */
function reveal(element: HTMLElement): void {
  const pane = element.closest<HTMLElement>('.pane')
  const center = () => {
    // Side by side each pane scrolls by itself and the page must stay where it is; one below the other (phone) the page scrolls.
    if (pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === 'auto') {
      const at = element.getBoundingClientRect()
      const frame = pane.getBoundingClientRect()
      const spare = Math.max(0, pane.clientHeight - at.height) * 0.4
      pane.scrollTop += at.top - frame.top - spare
    } else element.scrollIntoView({ block: 'center', inline: 'nearest' })
  }
  center()
  requestAnimationFrame(() => requestAnimationFrame(center))
}

function flash(elements: Iterable<Element>): void {
  for (const element of elements) {
    element.classList.remove('flash')
    // Reading the layout lets the animation start again on an element that is flashing still.
    void (element as HTMLElement).offsetWidth
    element.classList.add('flash')
    setTimeout(() => element.classList.remove('flash'), FLASH)
  }
}

function perform(root: HTMLElement, { pane, measure, mark }: Wanted): boolean {
  if (pane === 'source') {
    const anchor = root.querySelector<HTMLElement>(`[data-source-of="${CSS.escape(measure)}"]`)
    const words = mark ? root.querySelector<HTMLElement>(`[data-mark-start="${CSS.escape(mark)}"]`) : null
    const target = words ?? anchor
    if (!target) return false
    reveal(target)
    flash(mark ? root.querySelectorAll(`[data-mark="${CSS.escape(mark)}"]`) : root.querySelectorAll(`[data-run="${CSS.escape(measure)}"]`))
    anchor?.focus({ preventScroll: true })
    return true
  }
  const card = document.getElementById(cardId(measure))
  if (!card) return false
  const chip = mark ? card.querySelector<HTMLElement>(`[data-chip="${CSS.escape(mark)}"]`) : null
  reveal(chip ?? card)
  flash([chip ?? card])
  const focus = chip instanceof HTMLButtonElement ? chip : card.querySelector<HTMLElement>('[data-card-of]')
  focus?.focus({ preventScroll: true })
  return true
}

/**
 * Finding one side from the other: scrolls there, flashes the words, and moves the focus along, so that the keyboard can go back and
 * forth. Works after the next drawing, because the other side may have to appear first (phone) or lose a filter.
 */
export function useFind(root: RefObject<HTMLElement | null>) {
  const [pane, setPane] = useState<Pane>('list')
  const [wanted, setWanted] = useState<Wanted | null>(null)
  useEffect(() => {
    if (wanted && root.current) {
      perform(root.current, wanted)
      setWanted(null)
    }
  }, [wanted, root])
  const find = useCallback((next: Wanted) => {
    setPane(next.pane)
    setWanted(next)
  }, [])
  return { pane, setPane, find }
}
