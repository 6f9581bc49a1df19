/** Tables of matters of the campaign. */
export interface CampaignTables {
  matter_body: { tenant_id: string; matter_id: string; body_id: string; role: string }
  complaint_code: { tenant_id: string; digest: Buffer; matter_id: string; made_at: Date }
}
