// The headers every answer of app:// carries, first of all the content security policy.
import { PAGES_ORIGIN } from './locations';

/** 'unsafe-inline' for styles alone: Radix locks scrolling behind a menu with a style element that it makes itself. Scripts are files of ours or nothing. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' app: blob: data:",
  'connect-src': "'self' app:",
  'font-src': "'self'",
  'worker-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

const asText = (policy: Readonly<Record<string, string>>): string =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');

export const contentSecurityPolicy = asText(POLICY);

/** For pages of the dev server: its hot reload needs an inline script and a web socket; everything else stays as strict. */
export const developmentPolicy = (origin: string): string =>
  asText({
    ...POLICY,
    'script-src': "'self' 'unsafe-inline'",
    'connect-src': `'self' app: ${origin.replace(/^http/, 'ws')}`,
  });

export const securityHeaders = (contentType: string): Record<string, string> => ({
  'Content-Type': contentType,
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
});

/** Pictures lie on another host of the scheme than the pages; only the pages may read them. */
export const pictureHeaders = (contentType: string, dev: string | null, cache: string): Record<string, string> => ({
  ...securityHeaders(contentType),
  'Access-Control-Allow-Origin': dev ?? PAGES_ORIGIN,
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': cache,
});
