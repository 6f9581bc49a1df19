import { Steps } from 'antd'
import { useSyncExternalStore } from 'react'
import { day } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { useVisited } from './timeline.tsx'

/** Each track with its stages. Stages are not always passed in order: the ones marked as passed are those that the record shows. */
export function Tracks() {
  const { t, locale } = useMessages()
  const { matter } = useOpened()
  const visited = useVisited(matter)
  const narrow = useSyncExternalStore(onWidth, isNarrow)
  const running = matter.tracks.filter((track) => track.current !== null)
  const dormant = matter.tracks.filter((track) => track.current === null)
  return (
    <section className="panel tracks" aria-label={t('matter.tracks')}>
      {running.map((track) => {
        // A phone has room for the stages that were passed; the others are named below them.
        const passed = (stage: string) => stage === track.current || visited.has(`${track.track}/${stage}`)
        const drawn = narrow ? track.stages.filter((s) => passed(s.stage)) : track.stages
        const others = track.stages.filter((s) => !drawn.includes(s)).map((s) => say(s.title, locale))
        const since = matter.summary.stages.find((s) => s.track === track.track)?.since
        return (
          <div className="track" key={track.track}>
            <h2>
              {say(track.title, locale)}
              <span className="track-now">
                {t('matter.stageNow', {
                  stage: say(track.stages.find((s) => s.stage === track.current)!.title, locale),
                  day: since ? day(since, locale) : '',
                })}
              </span>
            </h2>
            <Steps
              type="dot"
              size="small"
              responsive={false}
              current={drawn.findIndex((s) => s.stage === track.current)}
              orientation={narrow ? 'vertical' : 'horizontal'}
              className="track-steps"
              items={drawn.map((stage) => {
                const now = stage.stage === track.current
                const been = visited.has(`${track.track}/${stage.stage}`)
                return {
                  title: say(stage.title, locale),
                  status: now ? (stage.terminal ? 'finish' : 'process') : been ? 'finish' : 'wait',
                  content: now ? t('matter.here') : been ? t('matter.passed') : undefined,
                  ...(now ? { 'aria-current': 'step' } : {}),
                }
              })}
            />
            {others.length > 0 && (
              <p className="muted track-others">{t('matter.others', { stages: others.join(locale === 'zh' ? '、' : ', ') })}</p>
            )}
          </div>
        )
      })}
      {dormant.length > 0 && (
        <p className="muted track-dormant">
          {t('matter.dormant', { tracks: dormant.map((track) => say(track.title, locale)).join(locale === 'zh' ? '、' : ', ') })}
        </p>
      )}
    </section>
  )
}

const NARROW = '(max-width: 760px)'
const isNarrow = (): boolean => matchMedia(NARROW).matches
const onWidth = (changed: () => void): (() => void) => {
  const media = matchMedia(NARROW)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}
