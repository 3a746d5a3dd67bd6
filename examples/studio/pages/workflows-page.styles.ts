import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const workflowsPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
      gap: 16px;
    }

    li {
      position: relative;
      display: flex;
      flex-direction: column;
      transition: border-color var(--_motion);
    }

    li:hover {
      border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
    }

    .body {
      flex: 1;
      padding: 16px 16px 12px;
    }

    .body h2 {
      margin-bottom: 4px;
    }

    .body a::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 10px;
    }

    .body a:focus-visible {
      outline: none;
    }

    .body a:focus-visible::after {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }

    .body p {
      display: -webkit-box;
      overflow: hidden;
      min-height: 3em;
      font-size: 13px;
      line-height: 1.5;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }

    footer {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 40px;
      padding: 4px 8px 4px 16px;
      border-top: 1px solid var(--_border);
    }

    .tools {
      position: relative;
      display: flex;
      margin-left: auto;
      color: var(--_muted);
    }
  `,
]
