import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const schedulesPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    main > p.muted {
      margin: 0 0 12px;
    }

    .panel > ul > li {
      padding: 8px 16px;
    }

    .panel > ul > li + li {
      border-top: 1px solid var(--_border);
    }

    .row {
      display: grid;
      grid-template-columns: 72px minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1fr) auto;
      align-items: center;
      gap: 4px 16px;
      min-height: 40px;
    }

    li > p {
      display: flex;
      gap: 6px;
      margin: 4px 0;
    }

    .problem svg {
      flex: none;
      color: var(--_warn);
    }

    .details {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      gap: 16px;
      padding: 8px 0 12px;
    }

    .details h2 {
      margin: 0 0 6px;
      font-size: 13px;
    }

    .details ol {
      margin: 0;
      padding: 0;
      font-size: 13px;
      line-height: 1.8;
      list-style: none;
    }

    .details a {
      text-decoration: underline;
    }

    .details label {
      display: grid;
      gap: 4px;
      font-size: 13px;
    }

    .details form {
      display: grid;
      gap: 8px;
      margin-top: 12px;
      justify-items: start;
    }

    .period {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
      gap: 8px;
      width: 100%;
    }

    .details form > label {
      width: 100%;
    }

    @media (max-width: 700px) {
      .row {
        grid-template-columns: 72px minmax(0, 1fr) auto;
      }

      .row > :nth-child(3),
      .row > :nth-child(4) {
        grid-column: 2 / 3;
      }

      .row > button {
        grid-area: 1 / 3;
      }
    }

    @media (max-width: 600px) {
      main > header > h1 {
        flex-basis: 100%;
      }
    }
  `,
]
