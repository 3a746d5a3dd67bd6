import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { FollowEvent } from '../people/aw-people.ts'
import type { EditorContext } from './editor-context.ts'

/** The people of a session, and the one whose view the editor follows. */
export interface PeopleOptions {
  session: WorkflowSession | undefined
  followed: string | undefined
  onFollow: (event: FollowEvent) => void
}

const hasPeople = ({ session }: PeopleOptions): boolean => (session?.live?.people.length ?? 0) > 0

/** Renders the avatars of the other people. */
export const renderPeople = (options: PeopleOptions): TemplateResult | typeof nothing =>
  hasPeople(options)
    ? html`<aw-people
        .session=${options.session}
        .followed=${options.followed}
        @aw-follow=${options.onFollow}
      ></aw-people>`
    : nothing

/** Renders the marks of comments and conflicts over the canvas. */
export const renderMarks = ({
  workflowSession: session,
  path,
  canvas,
  readonly,
  strings,
}: EditorContext): TemplateResult | typeof nothing =>
  session.comments?.threads.length || session.document.versions?.conflicts.length
    ? html`<aw-canvas-marks
        .session=${session}
        .canvas=${canvas}
        .path=${path}
        ?readonly=${readonly}
        .versionsStrings=${strings.versions}
      ></aw-canvas-marks>`
    : nothing

/** Renders what the other people do, over the canvas. */
export const renderPresence = (options: PeopleOptions, canvas: AwCanvas | undefined): TemplateResult | typeof nothing =>
  hasPeople(options)
    ? html`<aw-presence
        .session=${options.session}
        .canvas=${canvas}
        .followed=${options.followed}
        @aw-follow=${options.onFollow}
      ></aw-presence>`
    : nothing
