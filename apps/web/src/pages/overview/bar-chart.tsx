import { BarChart as Bars } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { fontFamily, ink } from '../../theme.ts'

use([Bars, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

interface Props {
  readonly label: string
  readonly rows: readonly { readonly key: string; readonly label: string; readonly values: readonly number[] }[]
  readonly series: readonly string[]
  /** `up`: columns in order of time; `across`: lines, first row on top. */
  readonly direction: 'up' | 'across'
  readonly colors: readonly string[]
  readonly onOpen: (key: string) => void
}

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** Bars, stacked when there are several series. Loaded only when a chart is looked at: this file brings the drawing library. */
export default function BarChart({ label, rows, series, direction, colors, onOpen }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const open = useRef(onOpen)
  open.current = onOpen
  const height = direction === 'across' ? Math.max(160, rows.length * 30 + (series.length > 1 ? 56 : 24)) : 300

  useEffect(() => {
    const element = box.current
    if (!element) return
    const chart = init(element, null, { renderer: 'svg' })
    const narrow = element.clientWidth < 480
    const names = {
      type: 'category' as const,
      data: rows.map((row) => row.label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#b9c3d1' } },
      axisLabel: {
        color: ink.secondary,
        fontSize: 13,
        ...(direction === 'across'
          ? { formatter: (name: string) => shorten(name, narrow ? 8 : 14) }
          : { hideOverlap: true, rotate: narrow || rows.length > 12 ? 40 : 0 }),
      },
      inverse: direction === 'across',
    }
    const numbers = {
      type: 'value' as const,
      minInterval: 1,
      splitLine: { lineStyle: { color: '#e3e8ef' } },
      axisLabel: { color: ink.tertiary, fontSize: 12 },
    }
    chart.setOption({
      animationDuration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 400,
      textStyle: { fontFamily },
      color: [...colors],
      grid: { left: 8, right: 36, top: series.length > 1 ? 36 : 20, bottom: 4, outerBoundsMode: 'same' },
      ...(series.length > 1 ? { legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: ink.secondary } } } : {}),
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
      xAxis: direction === 'across' ? numbers : names,
      yAxis: direction === 'across' ? names : numbers,
      series: series.map((name, i) => ({
        name,
        type: 'bar' as const,
        stack: 'all',
        barMaxWidth: direction === 'across' ? 18 : 36,
        cursor: 'pointer',
        data: rows.map((row) => row.values[i] ?? 0),
        label:
          i === series.length - 1
            ? {
                show: true,
                position: direction === 'across' ? ('right' as const) : ('top' as const),
                color: ink.text,
                formatter: ({ dataIndex }: { dataIndex: number }) => String(rows[dataIndex]?.values.reduce((a, b) => a + b, 0) ?? ''),
              }
            : { show: false },
      })),
    })
    chart.on('click', ({ dataIndex }) => {
      const key = rows[dataIndex]?.key
      if (key !== undefined) open.current(key)
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [rows, series, direction, colors])

  return <div ref={box} className="chart" role="img" aria-label={label} style={{ height }} />
}
