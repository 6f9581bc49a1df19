import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages/index.tsx'
import { useSession } from '../session/session.ts'
import { type Group, placesFor } from './navigation.ts'

/** The links of the bar: side by side when there are few, in groups that open when there are many. */
export function Nav({ open }: { open: boolean }) {
  const { t } = useMessages()
  const { may } = useSession()
  const { groups, flat } = placesFor(may)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [shown, setShown] = useState<string | null>(null)
  const nav = useRef<HTMLElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of page closes what is open
  useEffect(() => setShown(null), [path])
  useEffect(() => {
    if (shown === null) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !nav.current?.contains(event.target)) setShown(null)
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [shown])

  return (
    <nav className="nav" id="nav" ref={nav} aria-label={t('shell.nav')} data-open={open}>
      {flat.map((place) => (
        <Link key={place.to} to={place.to}>
          {t(place.label)}
        </Link>
      ))}
      {groups.map((group) => (
        <NavGroup key={group.id} group={group} path={path} open={shown === group.id} setOpen={(next) => setShown(next ? group.id : null)} />
      ))}
      <Link to="/help">{t('nav.help')}</Link>
    </nav>
  )
}

function NavGroup(props: { group: Group; path: string; open: boolean; setOpen: (open: boolean) => void }) {
  const { group, open, setOpen } = props
  const { t } = useMessages()
  const button = useRef<HTMLButtonElement>(null)
  const here = group.places.some((place) => props.path === place.to || props.path.startsWith(`${place.to}/`))
  const id = `nav-${group.id}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list from anywhere in it
    <div
      className="nav-group"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        setOpen(false)
        button.current?.focus()
      }}
    >
      <button ref={button} type="button" aria-expanded={open} aria-controls={id} data-here={here} onClick={() => setOpen(!open)}>
        {t(group.label)}
        <span aria-hidden="true" className="nav-mark" />
      </button>
      <div className="nav-list" id={id} hidden={!open}>
        {group.places.map((place) => (
          <Link key={place.to} to={place.to}>
            {t(place.label)}
          </Link>
        ))}
      </div>
    </div>
  )
}
