import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, CalendarImpact, CalendarState, CalendarVersions } from '@yingshang/server/contract'
import { api } from '../../api/client.ts'

/** What the page of the calendar asks of the server. */

const KEY = ['calendar'] as const

export function useCalendar() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<CalendarState>('/api/calendar', signal) })
}

export function useCalendarVersions() {
  return useQuery({ queryKey: [...KEY, 'versions'], queryFn: ({ signal }) => api.get<CalendarVersions>('/api/calendar/versions', signal) })
}

export function useCalendarImpact() {
  return useMutation({ mutationFn: () => api.get<CalendarImpact>('/api/calendar/draft/impact') })
}

/** Every step answers with the calendar as it is then. */
function useStep<Input>(step: (input: Input) => Promise<CalendarState>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: step,
    onSuccess: (state) => {
      client.setQueryData(KEY, state)
      void client.invalidateQueries({ queryKey: [...KEY, 'versions'] })
      for (const key of ['matter', 'matters', 'due']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const useSaveCalendar = () => useStep((body: BodyOf<'saveCalendarDraft'>) => api.put<CalendarState>('/api/calendar/draft', body))
export const useDropCalendar = () => useStep((_: undefined) => api.delete<CalendarState>('/api/calendar/draft'))
export const usePublishCalendar = () =>
  useStep((body: BodyOf<'publishCalendarDraft'>) => api.post<CalendarState>('/api/calendar/draft/publication', body))
