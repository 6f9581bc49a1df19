import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { fontFamily, ink } from '../../theme.ts'
import { yuan } from '../forms/money.ts'

use([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

/** Paid, set aside, not covered: differ in lightness too. */
const COLORS = [ink.primary, '#e0a83a', '#ccd4de']
/** For more parties than that; the last one is what nobody gets. */
const MANY = [ink.primary, '#e0a83a', '#5b8f6b', '#a3566a', '#7a6fb0', '#3f98a8', '#b9773f', '#8a94a3']

interface Props {
  readonly label: string
  /** Fen, one number for each series; their sum is what is due. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[]
  readonly series: readonly string[]
}

/** One bar for each rank, in the order of payment: how much of what is due would be paid. Loaded when there is a result. */
export default function RankChart({ label, rows, series }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const chart = init(element, null, { renderer: 'svg' })
    const most = element.clientWidth < 480 ? 7 : 18
    chart.setOption({
      animationDuration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 400,
      textStyle: { fontFamily },
      color: series.length === COLORS.length ? COLORS : [...series.slice(1).map((_, i) => MANY[i % MANY.length]!), '#ccd4de'],
      grid: { left: 8, right: 24, top: 36, bottom: 4, outerBoundsMode: 'same' },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: ink.secondary } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, valueFormatter: (fen: unknown) => yuan(Number(fen)) },
      xAxis: {
        type: 'value',
        splitNumber: 4,
        splitLine: { lineStyle: { color: '#e3e8ef' } },
        axisLabel: { color: ink.tertiary, fontSize: 12, hideOverlap: true, formatter: (fen: number) => yuan(fen).replace(/\.00$/, '') },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map((row) => row.label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: '#b9c3d1' } },
        axisLabel: {
          color: ink.secondary,
          fontSize: 13,
          formatter: (name: string) => (name.length > most ? `${name.slice(0, most - 1)}…` : name),
        },
      },
      series: series.map((name, i) => ({
        name,
        type: 'bar' as const,
        stack: 'all',
        barMaxWidth: 22,
        data: rows.map((row) => row.values[i] ?? 0),
      })),
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [rows, series])
  return <div ref={box} className="chart" role="img" aria-label={label} style={{ height: Math.max(180, rows.length * 44 + 70) }} />
}
