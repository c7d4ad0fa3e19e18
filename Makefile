# Forwards to the two commands.
.PHONY: all test demo format
all:
	./run build
demo:
	./run
test:
	./test
format:
	clang-format -i $$(git ls-files 'src/*.[ch]' 'tests/*.[ch]')
