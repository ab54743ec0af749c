// Names of calls to the outside: what is the same for every call stays, what is a value goes.

import fc from 'fast-check';
import { ExternalNames, type Request } from '../../../../src/capture/instrumentations/external/external-names.js';
import { serverOf } from '../../../../src/capture/instrumentations/external/hosts.js';
import { pathTemplate } from '../../../../src/capture/instrumentations/external/path-template.js';
import { venueOf } from '../../../../src/capture/instrumentations/external/venues.js';
import { NameTable } from '../../../../src/model/name-table.js';

// As the documentation of each venue has them.
it.each([
  '/api/v3/order',
  '/api/v3/openOrders',
  '/api/v3/order/cancelReplace',
  '/api/v3/ticker/24hr',
  '/fapi/v1/batchOrders',
  '/sapi/v1/asset/get-funding-asset',
  '/0/private/AddOrder',
  '/0/public/OHLC',
  '/v5/order/create-batch',
  '/v5/market/recent-trade',
  '/api/v5/trade/order-algo',
  '/v2/auth/r/orders/hist',
  '/api/v1/bullet-private',
  '/api/v3/brokerage/orders/batch_cancel',
  '/v1/portal/iserver/account',
  '/v2/stocks/trades/latest',
  '/api/v2/private/get_open_orders_by_currency',
  '/oauth2/token',
  '/',
])('keeps %s', (path) => {
  expect(pathTemplate(path)).toBe(path);
});

it.each([
  ['/api/v3/order/12345', '/api/v3/order/{id}'],
  ['/orders/0b8d2c1e-7b1f-4ac1-9d5e-3c0f6e1d2a4b', '/orders/{id}'],
  ['/v2/orders/f1e2d3c4b5a6', '/v2/orders/{id}'],
  ['/v2/stocks/AAPL/quotes', '/v2/stocks/{symbol}/quotes'],
  ['/products/BTC-USD/candles', '/products/{symbol}/candles'],
  ['/v1/pubticker/btcusd', '/v1/pubticker/{symbol}'],
  ['/v2/ticker/tBTCUSD', '/v2/ticker/{symbol}'],
  ['/history/2024-01-31', '/history/{id}'],
  ['/users/somebody@example.com', '/users/{id}'],
  ['/bot123456789:AAExampleExampleExampleExample-Q/sendMessage', '/{id}/sendMessage'],
  ['/services/T0123ABCD/B0123ABCD/XXXXXXXXXXXXXXXXXXXXXXXX', '/services/{symbol}/{id}/{id}'],
  ['/v3/0123456789abcdef0123456789abcdef', '/v3/{id}'],
  ['/v2/aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY', '/v2/{id}'],
  ['/files/qWeRtYuIoPaSdFgHjKl', '/files/{id}'],
  ['/files/xkqjzvbnmtrwplkj', '/files/{id}'],
  ['/session;jsessionid=1A2B/order', '/session'],
  ['/order?signature=secret', '/order'],
  ['/order#secret', '/order'],
  ['/a%20b/c', '/{id}/c'],
  [`/rpc/${'x'.repeat(5_000)}?secret`, '/rpc/{id}'],
  [`/${'0'.repeat(3_000)}/secret`, '/{id}'],
  ['order', '/order'],
  ['*', '/{id}'],
  [`/${'deep/'.repeat(20)}`, `/${'deep/'.repeat(11)}{*}`],
])('makes of %s %s', (path, template) => {
  expect(pathTemplate(path)).toBe(template);
});

it('leaves no token of letters and digits in a name, wherever it stands', () => {
  const token = fc
    .string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'.split('')),
      minLength: 24,
      maxLength: 64,
    })
    .filter((text) => /\d.*[a-z].*\d/i.test(text));
  expect(() =>
    fc.assert(fc.property(token, (secret) => !pathTemplate(`/api/${secret}/orders`).includes(secret))),
  ).not.toThrow();
});

it.each([
  ['http', 'LOCALHOST', 8080, 'localhost:8080'],
  ['http', '127.0.0.1', undefined, 'localhost'],
  ['https', '[::1]', 8443, 'localhost:8443'],
  ['https', '10.0.0.7', 443, '10.0.0.7'],
  ['https', 'API.Binance.com.', 443, 'api.binance.com'],
  ['wss', 'stream.binance.com', 9443, 'stream.binance.com:9443'],
  ['https', 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com', undefined, '{id}.execute-api.eu-west-1.amazonaws.com'],
  ['https', 'what is this', undefined, '{host}'],
])('calls the server of %s://%s:%s %s', (scheme, host, port, text) => {
  expect(serverOf(scheme, host, port).text).toBe(text);
});

it('knows venues by their domains, and by nothing less', () => {
  const hosts = [
    'fapi.binance.com',
    'api.kraken.com',
    'paper-api.alpaca.markets',
    'binance.com.example.org',
    'notbinance.com',
  ];
  expect(hosts.map(venueOf)).toEqual(['binance', 'kraken', 'alpaca', undefined, undefined]);
});

describe('names', () => {
  const request = (more: Partial<Request>): Request => ({
    method: 'GET',
    scheme: 'https',
    host: 'api.binance.com',
    port: undefined,
    path: '/api/v3/order',
    ...more,
  });

  it('have the attributes of the conventions', () => {
    const names = new NameTable();
    const entry = names.entry(new ExternalNames(names).idOf(request({ method: 'DELETE' })));
    expect(entry).toMatchObject({ kind: 'external', name: 'DELETE api.binance.com /api/v3/order' });
    expect(entry.attributes).toEqual({
      'http.request.method': 'DELETE',
      'url.template': '/api/v3/order',
      'url.scheme': 'https',
      'server.address': 'api.binance.com',
      'server.port': 443,
      'tickscope.venue': 'binance',
    });
  });

  it('of many paths of a server, of many servers and of unknown methods are one', () => {
    const names = new NameTable();
    const external = new ExternalNames(names);
    const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
    const words = letters.flatMap((first) => letters.map((second) => `${first}a${second}o`));
    const nameOf = (more: Partial<Request>): string => names.entry(external.idOf(request(more))).name;
    expect(new Set(words.map((word) => nameOf({ path: `/${word}` }))).size).toBe(49);
    expect(nameOf({ path: '/one/more' })).toBe('GET api.binance.com /{*}');
    expect(new Set(words.map((word) => nameOf({ host: `${word}.org` }))).size).toBe(80);
    expect(nameOf({ host: 'one-more.org' })).toBe('GET {*}');
    expect(nameOf({ method: 'STEAL' })).toBe('_OTHER {*}');
    // Those that there are stay.
    expect(nameOf({ path: '/aaao' })).toBe('GET api.binance.com /aaao');
  });
});
