import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  Alias,
  BodyDetail,
  BodyOf,
  Command,
  Delegation,
  Dependants,
  Organisation,
  OrganisationHistory,
  OrganisationImport,
  OrganisationPerson,
  UnitInPlans,
} from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'

/** What the pages of the organisation ask of the server. */

export const organisationPath = '/api/organisation'
const KEY = 'organisation'

export const useOrganisation = () => useQuery({ queryKey: [KEY], queryFn: ({ signal }) => api.get<Organisation>(organisationPath, signal) })

export const useBody = (id: string) =>
  useQuery({ queryKey: [KEY, 'body', id], queryFn: ({ signal }) => api.get<BodyDetail>(`${organisationPath}/bodies/${id}`, signal) })

export const useCommand = () =>
  useQuery({ queryKey: [KEY, 'command'], queryFn: ({ signal }) => api.get<Command>(`${organisationPath}/command`, signal) })

export const useUnits = () =>
  useQuery({
    queryKey: [KEY, 'units'],
    queryFn: ({ signal }) => api.get<{ items: UnitInPlans[]; aliases: Alias[] }>(`${organisationPath}/units`, signal),
  })

export const useDelegations = () =>
  useQuery({
    queryKey: [KEY, 'delegations'],
    queryFn: ({ signal }) => api.get<{ items: Delegation[] }>(`${organisationPath}/delegations`, signal),
  })

export const usePeople = (q: string) =>
  useQuery({
    queryKey: [KEY, 'people', q],
    queryFn: ({ signal }) => api.get<{ items: OrganisationPerson[] }>(withQuery(`${organisationPath}/people`, { q }), signal),
    placeholderData: (before) => before,
  })

/** What hangs on something that is to be closed. */
export const useDependants = (of: string, id: string) =>
  useQuery({
    queryKey: [KEY, 'dependants', of, id],
    queryFn: ({ signal }) => api.get<Dependants>(withQuery(`${organisationPath}/dependants`, { of, id }), signal),
  })

/** Posts of somebody that can be delegated. */
export const usePostsOf = (id: string) =>
  useQuery({
    queryKey: [KEY, 'posts', id],
    queryFn: ({ signal }) => api.get<{ items: { id: string; words: string }[] }>(`${organisationPath}/people/${id}/posts`, signal),
  })

/** What changed last about a body, its departments and its people. */
export const useHistory = (subject: string) =>
  useQuery({
    queryKey: [KEY, 'history', subject],
    queryFn: ({ signal }) => api.get<OrganisationHistory>(withQuery(`${organisationPath}/history`, { subject, limit: 20 }), signal),
  })

/** One change; everything of the organisation is asked for again afterwards. */
function useChange<T, R = unknown>(send: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}

const post = <R>(path: string, body: unknown) => api.create<R>(`${organisationPath}${path}`, body)

export const useAddBody = () => useChange((body: BodyOf<'createBody'>) => post<BodyDetail>('/bodies', body))
export const useChangeBody = (id: string) =>
  useChange((body: BodyOf<'changeBody'>) => api.patch<BodyDetail>(`${organisationPath}/bodies/${id}`, body))
export const useAddArea = () => useChange((body: BodyOf<'createArea'>) => post('/areas', body))
export const useAddDepartment = (id: string) => useChange((body: BodyOf<'createDepartment'>) => post(`/bodies/${id}/departments`, body))
export const useAddMembership = () => useChange((body: BodyOf<'createMembership'>) => post('/memberships', body))
export const useEndMembership = () =>
  useChange(({ id, until }: { id: string; until: string }) => api.patch(`${organisationPath}/memberships/${id}`, { until }))
export const useChangeArea = () =>
  useChange(({ id, ...body }: { id: string } & BodyOf<'changeArea'>) => api.patch(`${organisationPath}/areas/${id}`, body))
export const useChangeDepartment = () =>
  useChange(({ id, ...body }: { id: string } & BodyOf<'changeDepartment'>) => api.patch(`${organisationPath}/departments/${id}`, body))
export const useChangeTaskForce = () =>
  useChange(({ id, ...body }: { id: string } & BodyOf<'changeTaskForce'>) => api.patch(`${organisationPath}/task-forces/${id}`, body))
export const useChangeGroup = () =>
  useChange(({ id, ...body }: { id: string } & BodyOf<'changeGroup'>) => api.put(`${organisationPath}/groups/${id}`, body))
export const useDissolveGroup = () => useChange((id: string) => api.delete(`${organisationPath}/groups/${id}`))
export const useAddTaskForce = () => useChange((body: BodyOf<'createTaskForce'>) => post('/task-forces', body))
export const useInvite = () => useChange((body: BodyOf<'invitePerson'>) => post<OrganisationPerson>('/people', body))
export const useDelegate = () => useChange((body: BodyOf<'createDelegation'>) => post('/delegations', body))
export const useRevoke = () => useChange((id: string) => post(`/delegations/${id}/revocation`, undefined))
export const useConfirmUnits = () => useChange((body: BodyOf<'confirmUnits'>) => api.put(`${organisationPath}/units`, body))
export const useForgetUnit = () => useChange((id: string) => api.delete(`${organisationPath}/aliases/${id}`))

/** Sends a workbook: to be tried, or to be written. */
export const useImport = () =>
  useChange(
    ({ file, dryRun, passwords, onProgress }: { file: File; dryRun: boolean; passwords: boolean; onProgress: (share: number) => void }) =>
      upload<OrganisationImport>(withQuery(`${organisationPath}/import`, { dryRun, passwords }), file, {}, onProgress),
  )
