// Classes, `async` functions and exports as compilers and bundlers write them are taken as what they were.

import { transformSync as compileBySwc } from '@swc/core';
import { buildSync, transformSync as minifyByEsbuild } from 'esbuild';
import { insertBodies } from '../../../src/capture/rewrite/insert-bodies.js';
import { InsertionSites } from '../../../src/capture/rewrite/insertion-sites.js';
import { ProgramRules } from '../../../src/capture/rules/program-rules.js';
import { notSeenText } from '../../../src/model/rules.js';
import { DEFAULT_RULES } from '../instrumentations/default-rules.js';

/** @returns what the rules take, as `kind name strategy`, in the order of the text */
function takenFrom(source: string, notSeen: string[] = []): string[] {
  const sites = new InsertionSites();
  const file = { displayName: 'app.js', fileName: 'app.js', source, sourceType: 'script' as const };
  insertBodies(file, '$tk', sites, new ProgramRules(DEFAULT_RULES), (row) => {
    notSeen.push(`${notSeenText(row)}: ${row.why}`);
  });
  return Array.from({ length: sites.functionCount }, (_, id) => {
    const { kind, name, strategy } = sites.function(id).match;
    return [kind, name, ...(strategy === undefined ? [] : [`of ${strategy}`])].join(' ');
  });
}

const CLASSES = `
  class Base { constructor() { this.trades = new CandleStore(); } }
  class CandleStore { async save(price) { await price; return price; } reset() {} }
  class EmaIndicator { constructor(period) { this.period = period; } update(price) { return price / this.period; } }
  class BaseStrategy {}
  class GoldenCross extends BaseStrategy { shouldBuy(price) { return price > 1; } }
  class Bot extends Base { handleTrade = (trade) => trade; onTick(tick) { return this.trades.save(tick.price); } }
`;

const TAKEN = [
  'database CandleStore.save',
  'indicator EmaIndicator.update',
  'internal GoldenCross.shouldBuy of GoldenCross',
  'tick Bot.handleTrade',
  'tick Bot.onTick',
];

it('takes methods of classes, as they are written', () => {
  expect(takenFrom(CLASSES)).toEqual(TAKEN);
});

it('takes the same of what esbuild minifies, where it keeps the names of classes', () => {
  const used = `${CLASSES} globalThis.classes = [EmaIndicator, GoldenCross, Bot];`;
  const { code } = minifyByEsbuild(used, { minify: true, keepNames: true, format: 'iife' });
  expect(code).not.toMatch(/class (?:Bot|CandleStore)/);
  expect(takenFrom(code)).toEqual(TAKEN);
});

it('does not take for its name what a class is registered by', () => {
  const code = `class Bot { static { registry.add(this, 'ema'); } onTick(tick) {} } class Grid { static { register(this, 'grid'); } onTick(tick) {} }`;
  expect(takenFrom(code)).toEqual(['tick Bot.onTick', 'tick Grid.onTick']);
});

it('takes the same of what SWC makes of them for ES5', () => {
  const { code } = compileBySwc(CLASSES, { jsc: { target: 'es5', parser: { syntax: 'ecmascript' } } });
  expect(code).not.toMatch(/^class /m);
  expect(takenFrom(code)).toEqual(TAKEN);
});

it('takes the same of what TypeScript makes of them for ES5', () => {
  const code = `
    var Base = /** @class */ (function () {
        function Base() { this.trades = new CandleStore(); }
        return Base;
    }());
    var CandleStore = /** @class */ (function () {
        function CandleStore() {}
        CandleStore.prototype.save = function (price) {
            return __awaiter(this, void 0, void 0, function () { return __generator(this, function (_a) { return [2, price]; }); });
        };
        CandleStore.prototype.reset = function () { };
        return CandleStore;
    }());
    var EmaIndicator = /** @class */ (function () {
        function EmaIndicator(period) { this.period = period; }
        EmaIndicator.prototype.update = function (price) { return price / this.period; };
        return EmaIndicator;
    }());
    var GoldenCross = /** @class */ (function (_super) {
        __extends(GoldenCross, _super);
        function GoldenCross() { return _super !== null && _super.apply(this, arguments) || this; }
        GoldenCross.prototype.shouldBuy = function (price) { return price > 1; };
        return GoldenCross;
    }(base_strategy_1.BaseStrategy));
    var Bot = /** @class */ (function (_super) {
        __extends(Bot, _super);
        function Bot() {
            var _this = _super !== null && _super.apply(this, arguments) || this;
            _this.handleTrade = function (trade) { return trade; };
            return _this;
        }
        Bot.prototype.onTick = function (tick) { return this.trades.save(tick.price); };
        return Bot;
    }(Base));`;
  expect(takenFrom(code)).toEqual(TAKEN);
});

it('takes the same of what Babel makes of them for ES5', () => {
  const code = `
    var CandleStore = /*#__PURE__*/function () {
      function CandleStore() { (0, _classCallCheck2["default"])(this, CandleStore); }
      return (0, _createClass2["default"])(CandleStore, [{
        key: "save",
        value: function () {
          var _save = (0, _asyncToGenerator2["default"])(/*#__PURE__*/_regenerator().m(function _callee(price) { return price; }));
          function save(_x) { return _save.apply(this, arguments); }
          return save;
        }()
      }, { key: "reset", value: function reset() {} }]);
    }();
    var EmaIndicator = /*#__PURE__*/function () {
      function EmaIndicator(period) { _classCallCheck(this, EmaIndicator); this.period = period; }
      return _createClass(EmaIndicator, [{ key: "update", value: function update(price) { return price / this.period; } }]);
    }();
    var GoldenCross = /*#__PURE__*/function (_BaseStrategy) {
      function GoldenCross() { _classCallCheck(this, GoldenCross); return _callSuper(this, GoldenCross, arguments); }
      _inherits(GoldenCross, _BaseStrategy);
      return _createClass(GoldenCross, [{ key: "shouldBuy", value: function shouldBuy(price) { return price > 1; } }]);
    }(_strategies.BaseStrategy);
    var Bot = /*#__PURE__*/function (_Base) {
      function Bot() {
        var _this;
        _classCallCheck(this, Bot);
        _this = _callSuper(this, Bot, [].concat(args));
        _defineProperty(_this, "handleTrade", function (trade) { return trade; });
        return _this;
      }
      _inherits(Bot, _Base);
      return _createClass(Bot, [{ key: "onTick", value: function onTick(tick) { return this.trades.save(tick.price); } }]);
    }(Base);`;
  expect(takenFrom(code)).toEqual(TAKEN);
});

it('takes methods of prototypes that people wrote', () => {
  const code = `
    function RSI(period) { this.period = period; }
    RSI.prototype = { update: function (price) { return price; }, get last() { return 1; } };
    RSI.calculate = function (values) { return values; };
    function TradeFeed() { this.handler = function (trade) { return trade; }; }
    util.inherits(TradeFeed, EventEmitter);
    Base.prototype.onTick = (tick) => tick;`;
  expect(takenFrom(code)).toEqual([
    'indicator RSI.update',
    'indicator RSI.calculate',
    'tick TradeFeed.handler',
    'tick Base.onTick',
  ]);
});

it('takes no constructor for an indicator, but every function in capitals that is none', () => {
  expect(takenFrom('function EMA(period) { this.period = period; } new EMA(3);')).toEqual([]);
  expect(takenFrom('const SMA = function (period) {}; SMA.prototype.reset = function () {};')).toEqual([]);
  expect(takenFrom('function EMA(values, period) { return values[period]; }')).toEqual(['indicator EMA']);
  expect(takenFrom('function onTick(tick) {} onTick.prototype.shout = () => {};')).toEqual(['tick onTick']);
});

it('takes a function once that a bundler exports by a getter', () => {
  const contents = 'export function calculateEma(values) { return values[0]; } export const onTick = (tick) => tick;';
  const { outputFiles } = buildSync({ stdin: { contents }, bundle: true, format: 'cjs', write: false });
  const [{ text } = { text: '' }] = outputFiles;
  expect(text).toContain('calculateEma: () => calculateEma');
  expect(takenFrom(text)).toEqual(['indicator calculateEma', 'tick onTick']);
});

it.each([
  ['webpack', '__webpack_require__.d(exports, { "calculateEma": () => (/* binding */ calculateEma) });'],
  ['webpack, of another module', '__webpack_require__.d(exports, { calculateEma: () => ema__IMPORTED.calculateEma });'],
  ['SWC', '_export(exports, { calculateEma: function() { return calculateEma; } });'],
])('takes no getter of an export for an indicator: %s', (_by, code) => {
  expect(takenFrom(code)).toEqual([]);
});

it('takes a member that computes without parameters', () => {
  expect(takenFrom('register({ calculateEma: () => compute(prices), latestRsi() { return rsi(); } });')).toEqual([
    'indicator calculateEma',
    'indicator latestRsi',
  ]);
});

it('takes a function by its own name where its place has another', () => {
  const code =
    'let loaded; module.exports = { get onTick() { return (loaded = function onTick(tick) { return tick; }); } };';
  expect(takenFrom(code)).toEqual(['tick onTick']);
  expect(takenFrom('onTrade = function handler(trade) {};')).toEqual(['tick onTrade']);
});

it('names a bundle whose modules are texts for eval, as webpack makes it for development', () => {
  const notSeen: string[] = [];
  const module = (name: string): string =>
    `"./src/${name}.js": (module, exports, require) => { eval("exports.${name} = () => 1;\\n//# sourceURL=webpack://${name}"); }`;
  expect(
    takenFrom(`var modules = ({\n${module('start')},\n${module('onTick')},\n${module('onTrade')}\n});`, notSeen),
  ).toEqual([]);
  const why = 'its modules are texts for eval: build the bundle with a source map, webpack with devtool: "source-map"';
  expect(notSeen).toEqual([`eval (app.js:3): ${why}`]);
});

it.each([
  ['vm.runInThisContext(text);', 'runInThisContext'],
  ['(0, import_node_vm.runInNewContext)(text, {});', 'runInNewContext'],
  ['new vm.Script(text).runInContext(context);', 'runInContext'],
  ['const script = new node_vm_1.default.Script(text);', 'Script'],
  ['const run = vm.compileFunction(text);', 'compileFunction'],
])('names a file that runs text: %s', (code, name) => {
  const notSeen: string[] = [];
  takenFrom(`${code} vm.runInThisContext(text);`, notSeen);
  expect(notSeen).toEqual([`${name} (app.js:1): it runs code as text, in which nothing is measured`]);
});

it.each([
  'new bitcore.Script(bytes)',
  'templates.compileFunction(text)',
  'storage.runInContext(context, () => {})',
  'eval("1 + 1")',
  'eval(text)',
  'eval("onTick(tick)")',
  'page.eval("onTick")',
])('names nothing for %s', (code) => {
  const notSeen: string[] = [];
  takenFrom(code, notSeen);
  expect(notSeen).toEqual([]);
});
