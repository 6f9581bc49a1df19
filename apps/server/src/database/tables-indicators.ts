/** Tables of indicators. See `migrations/0062-indicators.sql`. */

export interface IndicatorTables {
  indicator: {
    tenant_id: string
    id: string
    version: number
    name: string
    unit: string
    keeper_body_id: string | null
    retired: boolean
    created_by: string | null
    created_at: Date
  }
  indicator_version: {
    tenant_id: string
    indicator_id: string
    version: number
    name: string
    unit: string
    direction: 'up' | 'down'
    formula: string
    source: string
    period: 'month' | 'quarter' | 'year'
    decimals: number
    late_after: number
    effective_from: string
    recorded_by: string | null
    recorded_at: Date
  }
  indicator_reading: {
    tenant_id: string
    id: string
    indicator_id: string
    version: number
    body_id: string | null
    period: string
    as_of: string
    value: number | null
    origin: string
    reason: string | null
    replaces: string | null
    file: string | null
    entered_by: string | null
    entered_at: Date
  }
}
