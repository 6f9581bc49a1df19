import type { Area, BodySummary } from '@yingshang/server/contract'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

/**
 * The areas as a drawn tree: lists within lists, with lines between them. Each area shows how many bodies it has, and as a bar how many of
 * them have a liaison officer.
 */
export function AreaTree(props: {
  areas: readonly Area[]
  bodies: readonly BodySummary[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const roots = props.areas.filter((a) => a.parentId === null || !props.areas.some((p) => p.id === a.parentId))
  return (
    <ul className="area-tree">
      {roots.map((area) => (
        <Branch key={area.id} area={area} {...props} />
      ))}
    </ul>
  )
}

function Branch({ area, ...props }: Parameters<typeof AreaTree>[0] & { area: Area }) {
  const { t } = useMessages()
  const own = props.bodies.filter((b) => b.areaId === area.id)
  const manned = own.filter((b) => b.liaisons.length > 0).length
  const below = props.areas.filter((a) => a.parentId === area.id)
  return (
    <li>
      <button type="button" className="area-node" aria-pressed={props.chosen === area.id} onClick={() => props.onChoose(area.id)}>
        <span className="area-name">
          <Words>{area.name}</Words>
          <span className="area-kind">{t(`organisation.area.${area.kind}`)}</span>
        </span>
        <span className="area-figures">{t('organisation.areaFigures', { n: own.length, manned })}</span>
        <span className="area-bar" aria-hidden="true">
          <span style={{ width: own.length === 0 ? 0 : `${Math.round((100 * manned) / own.length)}%` }} />
        </span>
      </button>
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Branch key={one.id} area={one} {...props} />
          ))}
        </ul>
      )}
    </li>
  )
}
