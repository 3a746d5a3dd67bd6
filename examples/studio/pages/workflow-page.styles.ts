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
      height: 100%;
      max-width: none;
      padding: 0;
    }

    aw-workflow-editor {
      height: 100%;
    }

    .actions {
      display: flex;
      gap: 8px;
      margin-top: 24px;
    }
  `,
]
