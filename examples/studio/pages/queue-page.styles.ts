import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const queuePageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .panel + .panel {
      margin-top: 16px;
    }

    .panel:not(.empty) > p {
      margin: 0;
      padding: 12px 16px;
    }

    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto auto;
      align-items: center;
      gap: 4px 16px;
      min-height: 48px;
      padding: 4px 16px;
    }

    li + li {
      border-top: 1px solid var(--_border);
    }

    form {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      align-items: end;
      gap: 12px;
      padding: 0 16px 16px;
    }

    label {
      display: grid;
      gap: 4px;
      font-size: 13px;
    }

    form button {
      justify-self: start;
    }

    @media (max-width: 600px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
      }

      li > .time {
        display: none;
      }

      li > .state {
        grid-area: 2 / 1;
      }

      li > button {
        grid-area: 1 / 2;
      }
    }
  `,
]
