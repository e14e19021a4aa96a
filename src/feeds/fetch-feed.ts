import { promises as dns, type LookupAddress } from "node:dns"
import http, { type IncomingMessage } from "node:http"
import https from "node:https"
import { type BlockList, isIP, type LookupFunction } from "node:net"
import { formatOf } from "../ingest/formats.ts"
import { lineOf } from "../text/error-line.ts"
import { isListed, privateAddresses } from "./private-addresses.ts"
import { type BodyLimits, readBody } from "./response-body.ts"

/** What a server said of its last answer, to be asked whether there is another one. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

export type Fetched =
  | {
      readonly kind: "fetched"
      readonly bytes: Uint8Array
      /** As the HTTP header has it. */
      readonly charset: string | null
      readonly validators: Validators
      /** Why it ends early; null where it is whole. */
      readonly cut: string | null
    }
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "failed"
      readonly reason: string
      /** How long the server is to be left alone, in ms; null where it does not say. */
      readonly retryAfterMs: number | null
    }

export interface FetchLimits extends BodyLimits {
  /** From the first look-up to the last byte. */
  readonly totalMs: number
}

export interface FetchOptions {
  readonly known: Validators
  readonly now: Date
  readonly signal?: AbortSignal
  readonly limits?: FetchLimits
  /** Addresses that a public host may not lead to. */
  readonly guarded?: BlockList
}

export type FetchFeed = (address: string, options: FetchOptions) => Promise<Fetched>

const MEGABYTE = 1024 * 1024
const LIMITS: FetchLimits = { totalMs: 30_000, wireBytes: 10 * MEGABYTE, bytes: 10 * MEGABYTE }
const PRIVATE = privateAddresses()
const MOST_REDIRECTS = 5
const SNIFFED_BYTES = 16 * 1024
const DAY_MS = 86_400_000
const HEADERS = {
  accept:
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
  "accept-encoding": "gzip, deflate, br",
  "user-agent": "newsroom (feed reader)",
}

/**
 * Asks for a feed, over at most five redirects. The connection goes to the very address that was looked up and checked,
 * which the platform's `fetch` cannot do: a name that means another address a moment later leads nowhere else.
 */
export const fetchFeed: FetchFeed = async (address, options) => {
  const { limits = LIMITS, signal } = options
  const deadline = AbortSignal.timeout(limits.totalMs)
  const ended = signal ? AbortSignal.any([deadline, signal]) : deadline
  try {
    return await followed(new URL(address), options, limits, ended)
  } catch (error) {
    if (deadline.aborted) return failed(`not done within ${limits.totalMs / 1000} s`)
    return failed(ended.aborted ? "stopped" : reasonOf(error))
  }
}

async function followed(
  start: URL,
  { known, now, guarded = PRIVATE }: FetchOptions,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = start
  let open = true
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const addresses = await resolved(url, signal)
    const closed = addresses.some(({ address }) => isListed(guarded, address))
    // The owner's own address may be anywhere; where it is public, no redirect leads inside.
    if (redirects === 0) open = !closed
    else if (open && closed) return failed(`leads to an address inside a network (${url.hostname})`)
    const response = await ask(url, addresses, known, signal)
    const next = redirectOf(response, url)
    if (next === null) return await answer(response, now, limits, signal)
    response.destroy()
    if (typeof next === "string") return failed(next)
    url = next
  }
  return failed(`more than ${MOST_REDIRECTS} redirects`)
}

async function resolved({ hostname }: URL, signal: AbortSignal): Promise<LookupAddress[]> {
  const name = hostname.replace(/^\[|\]$/g, "")
  const family = isIP(name)
  if (family > 0) return [{ address: name, family }]
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })
  return await Promise.race([dns.lookup(name, { all: true }), aborted])
}

function ask(
  url: URL,
  addresses: LookupAddress[],
  { etag, lastModified }: Validators,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const [first] = addresses
  const lookup: LookupFunction = (_name, { all }, done) =>
    all ? done(null, addresses) : done(null, first?.address ?? "", first?.family)
  const headers = {
    ...HEADERS,
    ...(etag === null ? {} : { "if-none-match": etag }),
    ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
  }
  const request: typeof http.request = url.protocol === "https:" ? https.request : http.request
  return new Promise((resolve, reject) => {
    request(url, { headers, lookup, signal, agent: false, auth: "" }, resolve).once("error", reject).end()
  })
}

/** Where the answer sends to, or why that is nowhere; null for an answer that sends nowhere. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | string | null {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return null
  if (!URL.canParse(location, from.href)) return "leads to an address that is none"
  const url = new URL(location, from)
  return url.protocol === "http:" || url.protocol === "https:" ? url : `leads to ${url.protocol}`
}

async function answer(
  response: IncomingMessage,
  now: Date,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  const { statusCode = 0, headers } = response
  if (statusCode !== 200) response.destroy()
  if (statusCode === 304) return { kind: "unchanged" }
  if (statusCode !== 200)
    return failed(statusReason(statusCode), waitOf(statusCode, headers["retry-after"], now))
  const body = await readBody(response, limits, signal)
  if (typeof body === "string") return failed(body)
  if (body.bytes.length === 0) return failed("an empty answer")
  if (formatOf(".rss", body.bytes.subarray(0, SNIFFED_BYTES)) === "html")
    return failed("an HTML page, not a feed")
  const validators = { etag: headers.etag ?? null, lastModified: headers["last-modified"] ?? null }
  return { kind: "fetched", ...body, charset: charsetOf(headers["content-type"]), validators }
}

function statusReason(status: number): string {
  if (status === 404) return "not found (404)"
  if (status === 410) return "gone for good (410): take it out of FEEDS"
  if (status === 401 || status === 403) return `may not be read (${status})`
  if (status === 429) return "asked too often (429)"
  if (status === 503) return "not to be had for now (503)"
  return `answered with status ${status}`
}

/** Seconds or a date, at most a day; a feed that is gone is asked for once a day. */
function waitOf(status: number, header: string | undefined, now: Date): number | null {
  if (status === 410) return DAY_MS
  if (header === undefined || (status !== 429 && status !== 503)) return null
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), DAY_MS)
}

function charsetOf(type: string | undefined): string | null {
  const label = /;\s{0,9}charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(type ?? "")?.[1]
  if (label === undefined) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

function failed(reason: string, retryAfterMs: number | null = null): Fetched {
  return { kind: "failed", reason, retryAfterMs }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  if (code === "ENOTFOUND") return "no such host"
  if (code === "EAI_AGAIN") return "the host's address cannot be looked up now"
  if (code === "ECONNREFUSED") return "the connection was refused"
  if (code === "ECONNRESET" || code === "EPIPE") return "the connection broke off"
  return `cannot be reached: ${lineOf(error)}`
}
