import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../../http/json-body.ts'
import { declareResource } from '../../resources/resource.ts'
import { newScheduleSchema, scheduleChangeSchema, scheduleWireSchema } from './schedule-wire.ts'

/** Schedules that start runs of published workflows. */
export const scheduleResource = declareResource({
  table: 'schedules',
  noun: 'schedule',
  path: '/api/v1/schedules',
  tags: ['schedules'],
  exampleId: '7c1f5c0e-8a3e-4c56-9d4b-0b8f2a1d6e11',
  answer: scheduleWireSchema,
  problems: { notFound: (id) => error('schedule.not-found', { id }) },
  texts: { one: 'The schedule.', notFound: 'Schedule not found.' },
  list: {
    permission: 'view',
    summary: 'List schedules',
    description: 'Schedules created from schedule nodes are off until a user turns them on.',
    listDescription: 'Schedules, sorted by workflow name.',
    filter: z.object({ workflow_id: z.string().optional(), enabled: z.enum(['true', 'false']).optional() }),
  },
  create: {
    permission: 'edit',
    startsRuns: true,
    summary: 'Add a schedule to a published workflow',
    body: jsonBody('NewSchedule', newScheduleSchema),
    errors: { 404: 'Workflow not found.', 409: 'The workflow is not published.' },
  },
  read: { permission: 'view', summary: 'Get a schedule' },
  change: {
    permission: 'edit',
    startsRuns: true,
    summary: 'Change a schedule, or turn it on or off',
    body: jsonBody('ChangeSchedule', scheduleChangeSchema),
    errors: { 409: 'The workflow is not published, or a node defines the times.' },
  },
  remove: {
    permission: 'edit',
    summary: 'Delete a schedule and its history',
    errors: { 409: 'The schedule belongs to a node.' },
  },
})
