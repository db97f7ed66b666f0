# 童护 Tonghu. `make` alone lists what it can do; the work is in .ci/*.sh.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python

LIBS := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-babelstone-han
TEST_LIBS := $(LIBS) libatomic1 postgresql poppler-utils
BROWSER := sh .ci/apt.sh chromium-headless-shell || sh .ci/apt.sh chromium

demo serve: export TONGHU_DEMO ?= 1

help: ## 列出各命令 / this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile
	@echo '  变量 / variables: SIZE=S|M|L PORT= SERVE=0 (demo)  ARGS= (test)  PYTHON=/path/to/python3.13'

demo: ## 装好、造一个演示县、启动 / set up, make the demo county, serve it
	@sh .ci/venv.sh run
	@sh .ci/apt.sh $(LIBS)
	@$(PY) manage.py demo $(if $(SIZE),--size $(SIZE))
ifneq ($(SERVE),0)
	@exec $(PY) manage.py serve $(if $(PORT),--port $(PORT))
endif

serve: ## 启动（先 make demo）/ serve what `make demo` made
	@sh .ci/venv.sh run
	@exec $(PY) manage.py serve $(if $(PORT),--port $(PORT))

setup: ## 只装 Python 的依赖 / every Python dependency, nothing else
	@sh .ci/venv.sh all

test: ## 全部测试：SQLite 和 PostgreSQL / every test, on SQLite and on PostgreSQL
	@sh .ci/venv.sh all
	@sh .ci/apt.sh $(TEST_LIBS)
	@$(BROWSER)
	@exec sh .ci/test.sh $(ARGS)

test-long: ## 连同很慢的测试 / the same with the slow ones
	@sh .ci/venv.sh all
	@sh .ci/apt.sh $(TEST_LIBS)
	@$(BROWSER)
	@exec sh .ci/test.sh --run-long $(ARGS)

check: setup ## 格式、类型、依赖方向 / style, types, direction of imports
	@exec sh .ci/check.sh

bless: setup ## 重写黄金样本 / rewrite the golden files
	@exec $(PY) manage.py bless $(ARGS)

interop: setup ## 请 JavaRosa 把算式再算一遍（要 Java 17）/ have JavaRosa answer anew
	@exec sh .ci/interop.sh

bench: setup ## 量一量快慢 / measure
	@exec $(PY) -m tests.bench $(ARGS)

bench-ledgers: setup ## 台账和专用的表比 / ledgers beside tables of their own, both databases (SIZES="12866 100000")
	@sh .ci/apt.sh postgresql
	@exec sh .ci/bench.sh

bench-duties: setup ## 重排全县的事要多久 / planning the duties of a county, and a morning
	@exec $(PY) -m tests.bench_duties

bench-public: setup ## 公开网站一页要多久，查一次要多久 / the public site: pages and the search
	@exec $(PY) -m tests.bench_public

clean: ## 删掉可重装的，不动 var/ / remove what can be made again, never var/
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	@find . -name .git -prune -o -path ./var -prune -o -type d -name __pycache__ -print0 | xargs -0 rm -rf

.PHONY: help demo serve setup test test-long check bless interop bench bench-ledgers bench-duties bench-public clean
