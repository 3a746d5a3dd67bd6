import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const workflowPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    :host {
      position: relative;
      height: 100%;
      min-height: 0;
    }

    main.full {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      height: 100%;
      max-width: none;
      padding: 0;
    }

    main.with-steps {
      grid-template-columns: 288px minmax(0, 1fr);
    }

    studio-steps {
      border-right: 1px solid var(--_border);
    }

    aw-workflow-editor {
      height: 100%;
    }

    nav {
      display: flex;
      /* Names share the space that the buttons leave. */
      flex: 1000 1 24px;
      gap: 8px;
      min-width: 0;
      max-width: max-content;
      padding-inline-start: 8px;
      color: var(--_muted);
    }

    nav a {
      max-width: 160px;
      overflow: hidden;
      color: inherit;
      text-decoration: none;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    nav a:hover {
      color: var(--_text);
      text-decoration: underline;
    }

    .save {
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    .save:is(.failed, .rejected) {
      color: var(--_bad);
    }

    #actions[popover] {
      position: fixed;
      inset: 48px 8px auto auto;
      width: max-content;
      padding: 4px;
      border: 1px solid var(--_border);
      border-radius: 10px;
      background: var(--_raised);
      color: var(--_text);
      box-shadow: var(--_shadow-high);
    }

    #actions[popover] > button {
      justify-content: flex-start;
      width: 100%;
      min-height: 40px;
    }

    @media (max-width: 900px) {
      nav {
        display: none;
      }

      main.with-steps {
        grid-template: fit-content(45%) minmax(0, 1fr) / minmax(0, 1fr);
      }

      studio-steps {
        border-right: 0;
        border-bottom: 1px solid var(--_border);
      }

      .label {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }

    /* The toolbar stays on one line, even next to the step list. */
    @media (max-width: 1188px) {
      .with-steps .label {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }

    @media (max-width: 600px) {
      /* Edits are saved automatically, so only what the server does not have is shown. */
      .save:not(.failed, .pending, .rejected) {
        display: none;
      }
    }
  `,
]
