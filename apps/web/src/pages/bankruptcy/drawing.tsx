import { Spin } from 'antd'
import { type ComponentProps, lazy, Suspense } from 'react'

const RankChart = lazy(() => import('./rank-chart.tsx'))

/** A drawing of amounts; the library that draws is loaded when there is something to draw. */
export function Drawing(props: ComponentProps<typeof RankChart>) {
  return (
    <Suspense
      fallback={
        <div className="center">
          <Spin />
        </div>
      }
    >
      <RankChart {...props} />
    </Suspense>
  )
}
