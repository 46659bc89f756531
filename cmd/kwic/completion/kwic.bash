# kwic completion for bash: source <(kwic completion bash)
_kwic() {
    local IFS=$' \t\n' line="${COMP_LINE:0:COMP_POINT}" words candidate cur
    # The line as the shell sees it, but not cut at ':' and '=' as COMP_WORDS is.
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    cur="${COMP_WORDS[COMP_CWORD]}"
    local typed="${words[${#words[@]}-1]}"
    local before="${typed%"$cur"}"
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$(printf '%q' "${candidate#"$before"}")")
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace
    fi
}
complete -o bashdefault -o default -F _kwic kwic
